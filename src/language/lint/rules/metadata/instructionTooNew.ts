import { compareVersions, newestKnown, printVersion } from "../../ollamaVersion.js";
import { defineRule } from "../../rule.js";
import { featureUses } from "../../views/featureUses.js";

export const instructionTooNew = defineRule({
  number: "MF510",
  name: "instruction-too-new",
  severity: "error",
  fix: "none",
  docs: {
    what: "The file uses an instruction, a parameter, a renderer or a parser that the oldest Ollama it is meant for does not know. That version is set with `--ollama` or in the configuration.",
    why: "An older Ollama stops at an instruction or parameter that it does not know, and fails to chat with such a renderer.",
    instead: "Raise the version that the file is meant for, or do without.",
  },
  examples: {
    bad: "FROM ./pine.gguf\nDRAFT ./draft.gguf\n",
    good: "FROM ./pine.gguf\nSYSTEM Answer briefly.\n",
  },
  check(file, report) {
    const oldest = file.ollama.min;
    if (compareVersions(oldest, newestKnown) >= 0) return;
    for (const { label, since, span } of featureUses(file)) {
      if (compareVersions(since, oldest) <= 0) continue;
      report({
        message: `${label} needs Ollama ${printVersion(since)}; the file is meant for ${printVersion(oldest)} too`,
        span,
      });
    }
  },
});

import { printable } from "../../../../base/redact.js";
import { defineRule } from "../../rule.js";
import { findRelative, hasGlob, readName } from "../../views/modelSource.js";

export const fromPathMissing = defineRule({
  number: "MF104",
  name: "from-path-missing",
  severity: "info",
  fix: "none",
  docs: {
    what: "FROM names a file or folder that is not there.",
    why: "Ollama then takes the text for a model's name: `./model.gguf` is no valid one, and `model.gguf` is one that it tries to pull from the registry. Neither message speaks of a missing file.",
    instead: "Put the file there, or mend the path. Weights are seldom committed, so this is only a note.",
  },
  examples: { bad: "FROM ./model.gguf\n", good: "FROM llama3.2\n" },
  check(file, report) {
    for (const source of file.sources) {
      const { instruction, text } = source;
      // Paths of one machine are MF111's, patterns MF123's.
      if (instruction.name !== "FROM" || hasGlob(text)) continue;
      if (findRelative(file, source)?.kind !== "missing") continue;
      const isName = readName(text).problem === undefined;
      report({
        message: `there is no ${printable(text, 80)} here`,
        span: instruction.value.span,
        notes: [
          isName
            ? "Ollama would take it for a model's name and try to pull it."
            : "Ollama would take it for a model's name and stop with `invalid model name`.",
        ],
      });
    }
  },
});

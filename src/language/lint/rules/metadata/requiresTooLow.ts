import { printable } from "../../../../base/redact.js";
import { compareVersions, printVersion, tryParseVersion } from "../../ollamaVersion.js";
import { defineRule } from "../../rule.js";
import { featureUses } from "../../views/featureUses.js";

export const requiresTooLow = defineRule({
  number: "MF505",
  name: "requires-too-low",
  severity: "warning",
  fix: "unsafe",
  docs: {
    what: "REQUIRES names an Ollama version that does not yet know something the file uses: an instruction, a parameter, a renderer or a parser.",
    why: "The version is there to tell people with an older Ollama to update. Too low, it promises what does not work.",
    instead: "Write the version in the message, or a higher one that was tested.",
  },
  examples: {
    bad: "FROM ./pine.gguf\nDRAFT ./draft.gguf\nREQUIRES 0.14.0\n",
    good: "FROM ./pine.gguf\nRENDERER qwen3-coder\nPARSER qwen3-coder\nREQUIRES 0.12.0\n",
  },
  check(file, report) {
    const requires = file.last("REQUIRES");
    if (!requires?.value.closed) return;
    const { text, span, contentSpan } = requires.value;
    const promised = tryParseVersion(text.replace(/[-+].*$/s, ""));
    if (!promised) return;
    let newest: ReturnType<typeof featureUses>[number] | undefined;
    for (const use of featureUses(file)) {
      // The line itself is for those who build; those who run the model never see it.
      if (use.label === "REQUIRES" || compareVersions(use.since, promised) <= 0) continue;
      if (!newest || compareVersions(use.since, newest.since) > 0) newest = use;
    }
    if (!newest) return;
    const needed = printVersion(newest.since);
    report({
      message: `REQUIRES ${printable(text, 40)} is lower than the ${needed} that ${newest.label} needs`,
      span,
      related: [{ span: newest.span, message: `known since Ollama ${needed}` }],
      fixes: [
        { title: `Write ${needed}`, applicability: "unsafe", edits: [{ span: contentSpan, text: needed }] },
      ],
    });
  },
});

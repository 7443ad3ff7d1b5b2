import { printable } from "../../../../base/redact.js";
import { deleteLine } from "../../deleteLine.js";
import { defineRule } from "../../rule.js";

export const severalAdapters = defineRule({
  number: "MF115",
  name: "several-adapters",
  severity: "warning",
  fix: "unsafe",
  docs: {
    what: "The file has several ADAPTER lines.",
    why: "Each replaces the one before. Only the last adapter is used, without a word about the others.",
    instead: "Keep one. Adapters can be merged before, or put on top of each other with one Modelfile each.",
  },
  examples: {
    bad: "FROM llama3.2\nADAPTER ./style.gguf\nADAPTER ./facts.gguf\n",
    good: "FROM llama3.2\nADAPTER ./style.gguf\n",
  },
  check(file, report) {
    const adapters = file.sources.filter(({ instruction }) => instruction.name === "ADAPTER");
    const last = adapters.pop();
    if (!last) return;
    for (const { instruction, text } of adapters) {
      report({
        message: `ADAPTER ${printable(text, 60)} has no effect: a later ADAPTER replaces it`,
        span: instruction.value.span,
        related: [{ span: last.instruction.value.span, message: "the last one counts" }],
        fixes: [{ title: "Delete the line", applicability: "unsafe", edits: deleteLine(file, instruction) }],
      });
    }
  },
});

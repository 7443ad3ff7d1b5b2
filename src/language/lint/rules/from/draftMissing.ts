import { printable } from "../../../../base/redact.js";
import { defineRule } from "../../rule.js";
import { findRelative } from "../../views/modelSource.js";
import { suffixOf } from "../../views/pathText.js";

export const draftMissing = defineRule({
  number: "MF117",
  name: "draft-missing",
  severity: "error",
  fix: "none",
  docs: {
    what: "DRAFT names a file that is not there.",
    why: "The create stops. DRAFT takes a local file only, never the name of a model.",
    instead: "Put the draft model's GGUF file there and name it.",
  },
  examples: { bad: "FROM llama3.2\nDRAFT llama3.2:1b\n", good: "FROM llama3.2\n" },
  check(file, report) {
    for (const source of file.sources) {
      const { instruction, text } = source;
      if (instruction.name !== "DRAFT" || findRelative(file, source)?.kind !== "missing") continue;
      const isName = suffixOf(text) === "" || /^[^./][^/]*:[^/]*$/.test(text);
      report({
        message: `there is no ${printable(text, 80)} here`,
        span: instruction.value.span,
        notes: isName ? ["DRAFT takes a file, not a model's name."] : [],
      });
    }
  },
});

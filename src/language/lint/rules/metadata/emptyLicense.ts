import { deleteLine } from "../../deleteLine.js";
import { defineRule } from "../../rule.js";

export const emptyLicense = defineRule({
  number: "MF512",
  name: "empty-license",
  severity: "info",
  fix: "safe",
  docs: {
    what: "LICENSE has no text, or only blanks.",
    why: "It adds an empty licence to the model; those of the base model stay.",
    instead: "Write the licence, or delete the line.",
  },
  examples: {
    bad: 'FROM ./pine.gguf\nLICENSE ""\n',
    good: "FROM ./pine.gguf\nLICENSE MIT\n",
  },
  check(file, report) {
    for (const instruction of file.all("LICENSE")) {
      const { value, wordSpan } = instruction;
      if (!value.closed || value.text.trim() !== "") continue;
      report({
        message: `this licence ${value.text === "" ? "is empty" : "is nothing but blanks"}`,
        span: value.span.end > value.span.start ? value.span : wordSpan,
        fixes: [{ title: "Delete the line", applicability: "safe", edits: deleteLine(file, instruction) }],
      });
    }
  },
});

import { deleteLine } from "../../deleteLine.js";
import { defineRule } from "../../rule.js";

export const emptySystem = defineRule({
  number: "MF406",
  name: "empty-system",
  severity: "warning",
  fix: "safe",
  docs: {
    what: "SYSTEM has no text.",
    why: "Ollama takes an empty value for an absent one: it clears nothing, and a base model's system text stays. As the last of several SYSTEM lines it cancels the others.",
    instead: "Delete the line. An inherited system text can only be replaced by another text.",
  },
  examples: {
    bad: 'FROM llama3.2\nSYSTEM ""\n',
    good: "FROM llama3.2\nSYSTEM You are terse.\n",
  },
  check(file, report) {
    const all = file.all("SYSTEM");
    for (const instruction of all) {
      const { value, wordSpan } = instruction;
      if (!value.closed || value.text !== "") continue;
      // An earlier one of several is MF408's; the last one cancels the others, which may have been the wish.
      if (instruction !== all[all.length - 1]) continue;
      report({
        message: all.length > 1 ? "this empty SYSTEM cancels the others" : "an empty SYSTEM does nothing",
        span: value.span.end > value.span.start ? value.span : wordSpan,
        notes: ["A system text of the base model stays: an empty value counts as absent."],
        fixes: [
          {
            title: "Delete the line",
            // An earlier one would count then.
            applicability: all.length > 1 ? "display" : "safe",
            edits: deleteLine(file, instruction),
          },
        ],
      });
    }
  },
});

import { deleteLine } from "../../deleteLine.js";
import { defineRule } from "../../rule.js";

export const emptyMessage = defineRule({
  number: "MF405",
  name: "empty-message",
  severity: "warning",
  fix: "display",
  docs: {
    what: "A MESSAGE has no text.",
    why: "It is sent all the same: the model sees a turn in which nobody says anything.",
    instead: "Write the text, or delete the line.",
  },
  examples: {
    bad: 'FROM llama3.2\nMESSAGE user Hi\nMESSAGE assistant ""\n',
    good: "FROM llama3.2\nMESSAGE user Hi\nMESSAGE assistant Hello.\n",
  },
  check(file, report) {
    for (const instruction of file.all("MESSAGE")) {
      const { value, argument, wordSpan } = instruction;
      if (!value.closed || value.text.trim() !== "") continue;
      report({
        message: `this message ${value.text === "" ? "is empty" : "is nothing but blanks"}`,
        span: value.span.end > value.span.start ? value.span : (argument?.span ?? wordSpan),
        fixes: [{ title: "Delete the line", applicability: "display", edits: deleteLine(file, instruction) }],
      });
    }
  },
});

import { deleteLine } from "../../deleteLine.js";
import { defineRule } from "../../rule.js";

export const blankSystem = defineRule({
  number: "MF407",
  name: "blank-system",
  severity: "info",
  fix: "unsafe",
  docs: {
    what: "SYSTEM holds nothing but blanks or line breaks.",
    why: "Unlike an empty value this is a text to Ollama: it is sent, and it replaces the system text of the base model. Some use it for just that.",
    instead: "Write the text, or delete the line if the base model's text is to stay.",
  },
  examples: {
    bad: 'FROM llama3.2\nSYSTEM """\n"""\n',
    good: "FROM llama3.2\nSYSTEM You are terse.\n",
  },
  check(file, report) {
    const instruction = file.last("SYSTEM");
    if (!instruction?.value.closed) return;
    const { text, span } = instruction.value;
    if (text === "" || text.trim() !== "") return;
    report({
      message: "this system text is nothing but blanks, but it is sent",
      span,
      notes: ["It replaces the system text of the base model."],
      fixes: [
        {
          title: "Delete the line",
          // An earlier one would count then.
          applicability: file.all("SYSTEM").length > 1 ? "display" : "unsafe",
          edits: deleteLine(file, instruction),
        },
      ],
    });
  },
});

import { defineRule } from "../../rule.js";
import { stopUses } from "../../views/stopUses.js";

export const blankStop = defineRule({
  number: "MF219",
  name: "blank-stop",
  severity: "warning",
  fix: "none",
  docs: {
    what: "A stop is nothing but blanks.",
    why: "Nearly every answer holds a blank, so it ends after its first word. (A line break alone is a stop that makes sense: the answer ends with its first line. With CRLF it holds a carriage return, which models do not write, and so never fits.)",
    instead: "Write the text that ends the answer, or delete the line.",
  },
  examples: {
    bad: 'FROM ./pine.gguf\nPARAMETER stop " "\n',
    good: 'FROM ./pine.gguf\nPARAMETER stop "\n"\nPARAMETER stop "User:"\n',
  },
  check(file, report) {
    for (const { text, value } of stopUses(file)) {
      if (!/^[ \t\r\n]+$/.test(text) || /^\n+$/.test(text)) continue;
      const message = text.includes("\r")
        ? "this stop is a line break with a carriage return, which models do not write"
        : "this stop is nothing but blanks: answers end after their first word";
      report({ message, span: value.span });
    }
  },
});

import { defineRule } from "../../rule.js";

export const indentedInstruction = defineRule({
  number: "MF704",
  name: "indented-instruction",
  severity: "off",
  fix: "safe",
  docs: {
    what: "Blanks stand before an instruction.",
    why: "Ollama skips them. Indentation means nothing in a Modelfile, and looks as if it did.",
    instead: "Start instructions at the beginning of the line.",
  },
  examples: {
    bad: "FROM llama3.2\n  PARAMETER temperature 0.7\n",
    good: 'FROM llama3.2\nSYSTEM """\n  - be brief\n"""\n',
  },
  check({ tree, text }, report) {
    for (const { name, span } of tree.instructions) {
      let start = span.start;
      while (text[start - 1] === " " || text[start - 1] === "\t") start--;
      if (!name || start === span.start) continue;
      const blanks = { start, end: span.start };
      report({
        message: `${name} is indented`,
        span: blanks,
        fixes: [{ title: "Remove the blanks", applicability: "safe", edits: [{ span: blanks, text: "" }] }],
      });
    }
  },
});

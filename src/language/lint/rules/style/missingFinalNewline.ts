import { defineRule } from "../../rule.js";

export const missingFinalNewline = defineRule({
  number: "MF708",
  name: "missing-final-newline",
  severity: "off",
  fix: "safe",
  docs: {
    what: "The last line has no line break.",
    why: "Ollama does not mind. A line that is added later, or another file joined to this one, changes the last line too.",
    instead: "End the file with a line break.",
  },
  examples: { bad: "FROM llama3.2", good: "FROM llama3.2\n" },
  check({ text, tree }, report) {
    const end = text.length;
    const last = tree.items[tree.items.length - 1];
    if (!last || text.endsWith("\n") || text.endsWith("\r")) return;
    // Where Ollama stops at the last line, a line break is not what is missing.
    if (last.kind !== "comment" && last.problem) return;
    report({
      message: "the last line has no line break",
      span: { start: end - 1, end },
      fixes: [
        {
          title: "Add one",
          applicability: "safe",
          edits: [{ span: { start: end, end }, text: text.includes("\r\n") ? "\r\n" : "\n" }],
        },
      ],
    });
  },
});

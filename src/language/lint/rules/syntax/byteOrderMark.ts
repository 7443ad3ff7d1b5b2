import { defineRule } from "../../rule.js";

export const byteOrderMark = defineRule({
  number: "MF008",
  name: "byte-order-mark",
  severity: "off",
  fix: "safe",
  docs: {
    what: "A UTF-8 file starts with a byte-order mark.",
    why: "Ollama skips it. Other tools that read the file may not, and two files joined into one keep it in the middle.",
    instead: "Save the file as UTF-8 without a byte-order mark.",
  },
  examples: { bad: "\ufeffFROM llama3.2\n", good: "FROM llama3.2\n" },
  check({ tree: { source } }, report) {
    // In UTF-16 the mark is what tells the encoding: MF009.
    if (!source.hasBom || source.encoding !== "utf-8") return;
    const span = { start: 0, end: 1 };
    report({
      message: "the file starts with a byte-order mark",
      span,
      fixes: [{ title: "Remove it", applicability: "safe", edits: [{ span, text: "" }] }],
    });
  },
});

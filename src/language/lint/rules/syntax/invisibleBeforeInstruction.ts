import { runeAt } from "../../../modelfile/printable.js";
import { defineRule } from "../../rule.js";
import { describeRune } from "../../views/runeNames.js";

export const invisibleBeforeInstruction = defineRule({
  number: "MF020",
  name: "invisible-before-instruction",
  severity: "info",
  fix: "safe",
  docs: {
    what: "A character that nobody sees stands right before an instruction: a zero-width space, a second byte-order mark.",
    why: "Ollama skips one of them. A second one, or a tool that is less forgiving, makes the line an unknown instruction.",
    instead: "Remove it.",
  },
  examples: { bad: "\u200bFROM llama3.2\n", good: "FROM llama3.2\n" },
  check({ tree, text }, report) {
    for (const { name, span, wordSpan } of tree.instructions) {
      const rune = wordSpan.start > span.start ? runeAt(text, span.start) : 0;
      // NUL is MF010's.
      if (!name || rune === 0) continue;
      const at = { start: span.start, end: wordSpan.start };
      report({
        message: `${describeRune(rune)} stands before ${name}`,
        span: at,
        notes: ["Ollama skips it, but only one."],
        fixes: [{ title: "Remove it", applicability: "safe", edits: [{ span: at, text: "" }] }],
      });
    }
  },
});

import type { TextEdit } from "../../../text/edit.js";
import { defineRule } from "../../rule.js";
import { looksLikeUtf16 } from "../../views/strayLines.js";

export const nulCharacter = defineRule({
  number: "MF010",
  name: "nul-character",
  severity: "warning",
  fix: "safe",
  docs: {
    what: "The file holds NUL characters.",
    why: "Ollama leaves them out of values. Git and grep take the file for a binary one, and a NUL before an instruction is easily one that hides something.",
    instead: "Remove them. Many of them mean that the file was damaged or saved in another encoding.",
  },
  examples: {
    bad: "FROM llama3.2\nSYSTEM You are\u0000 terse.\n",
    good: "FROM llama3.2\nSYSTEM You are terse.\n",
  },
  check(file, report) {
    const { text, reading } = file;
    if (!text.includes("\0") || looksLikeUtf16(file)) return;
    const edits: TextEdit[] = [];
    for (let at = text.indexOf("\0"); at >= 0; at = text.indexOf("\0", at + 1)) {
      edits.push({ span: { start: at, end: at + 1 }, text: "" });
    }
    const [first, ...others] = edits;
    if (!first) return;
    report({
      message:
        others.length > 0
          ? `the file holds ${edits.length} NUL characters`
          : "the file holds a NUL character",
      span: first.span,
      related: others.slice(0, 3).map(({ span }) => ({ span, message: "here too" })),
      notes: ["Ollama leaves it out where it reads values."],
      // Where Ollama stops, a NUL may be the reason, and the file reads differently without it.
      fixes: [{ title: "Remove it", applicability: reading.kind === "ok" ? "safe" : "unsafe", edits }],
    });
  },
});

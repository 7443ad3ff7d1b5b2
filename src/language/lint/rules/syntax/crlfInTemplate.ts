import type { TextEdit } from "../../../text/edit.js";
import { defineRule } from "../../rule.js";

export const crlfInTemplate = defineRule({
  number: "MF007",
  name: "crlf-in-template",
  severity: "warning",
  fix: "safe",
  docs: {
    what: "A TEMPLATE of several lines has Windows line ends.",
    why: "Ollama keeps the carriage returns. They become part of every prompt, and the model was trained on none: it sees other tokens than the template shows.",
    instead: "Write the template with plain line feeds. Elsewhere Windows line ends do no harm.",
  },
  examples: {
    bad: 'FROM llama3.2\r\nTEMPLATE """{{ .System }}\r\n{{ .Prompt }}"""\r\n',
    good: 'FROM llama3.2\r\nTEMPLATE """{{ .Prompt }}"""\r\nSYSTEM """You are\r\nterse."""\r\n',
  },
  check({ text, all }, report) {
    if (!text.includes("\r")) return;
    for (const { value } of all("TEMPLATE")) {
      const edits = value.closed ? findReturns(text, value.contentSpan.start, value.contentSpan.end) : [];
      const first = edits[0];
      if (!first) continue;
      report({
        message: `the template holds ${edits.length === 1 ? "a carriage return" : `${edits.length} carriage returns`}`,
        span: first.span,
        notes: ["Ollama keeps them, so that every prompt holds them too."],
        // The one fix called safe that changes the reading: no model was trained on a prompt with them.
        fixes: [{ title: "Write line feeds", applicability: "safe", edits }],
      });
    }
  },
});

function findReturns(text: string, start: number, end: number): TextEdit[] {
  return [...text.slice(start, end).matchAll(/\r\n?/g)].map((match) => {
    const at = start + match.index;
    return { span: { start: at, end: at + match[0].length }, text: "\n" };
  });
}

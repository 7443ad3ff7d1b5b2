import { printable } from "../../../../base/redact.js";
import type { Fix } from "../../../diagnostics/diagnostic.js";
import type { ValuedInstruction } from "../../lintFile.js";
import { defineRule, type Finding } from "../../rule.js";
import { type ForeignQuotes, tryFindForeignQuotes } from "../../views/foreignQuotes.js";

export const singleQuotedValue = defineRule({
  number: "MF014",
  name: "single-quoted-value",
  severity: "warning",
  fix: "unsafe",
  docs: {
    what: "A value stands in single or typographic quotes.",
    why: 'Ollama knows only `"` and `"""`. Other quotes stay part of the value: a stop in them never matches, a FROM in them names nothing.',
    instead: 'Write `"` or `"""`, or no quotes at all.',
  },
  examples: {
    bad: "FROM llama3.2\nPARAMETER stop 'User:'\n",
    good: "FROM llama3.2\nPARAMETER stop \"User:\"\nSYSTEM 'Yes' and 'no' are the only answers you give.\n",
  },
  check({ valued }, report) {
    for (const instruction of valued) {
      const quotes = tryFindForeignQuotes(instruction);
      if (quotes) report(describe(instruction, quotes));
    }
  },
});

function describe({ name, argument, value }: ValuedInstruction, quotes: ForeignQuotes): Finding {
  const fix = tryChangeQuotes(value, quotes);
  const isSource = name === "FROM" || name === "ADAPTER" || name === "DRAFT";
  return {
    message: `the quotes belong to the value: ${printable(value.text, 60)}`,
    span: value.span,
    notes: [
      argument?.text === "stop"
        ? "Such a stop matches only text with the same quotes around it."
        : `Ollama knows only " and """.`,
    ],
    ...(fix ? { fixes: [fix] } : {}),
    ...(isSource ? { severity: "error" as const } : {}),
  };
}

function tryChangeQuotes(
  value: ValuedInstruction["value"],
  { open, close, inside }: ForeignQuotes,
): Fix | undefined {
  const { start, end } = value.span;
  // Characters that Ollama drops may stand between the quote and the text; then the offsets do not fit.
  if (value.dropped.length > 0) return undefined;
  const quote = inside.includes('"') ? '"""' : '"';
  return {
    title: `Write ${quote}`,
    applicability: "unsafe",
    edits: [
      { span: { start, end: start + open.length }, text: quote },
      { span: { start: end - close.length, end }, text: quote },
    ],
  };
}

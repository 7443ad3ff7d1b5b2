import type { Fix, RelatedPlace } from "../../../diagnostics/diagnostic.js";
import type { ValueNode } from "../../../modelfile/tree.js";
import type { LintFile, ValuedInstruction } from "../../lintFile.js";
import { defineRule, type Finding } from "../../rule.js";
import { closeQuoteBefore, type EarlyClose, tryFindEarlyClose } from "../../views/openQuotes.js";
import { labelOf } from "../../views/valueLabel.js";

export const unclosedQuote = defineRule({
  number: "MF003",
  name: "unclosed-quote",
  severity: "error",
  fatal: true,
  fix: "unsafe",
  docs: {
    what: "A quoted value is never closed.",
    why: "Ollama closes a value only where a line ends with its quote. Without one it takes in all that follows and stops with `unexpected EOF`, without a line number.",
    instead: 'Close the value at the end of a line, with the quote that opened it: `"` or `"""`.',
  },
  examples: {
    bad: 'FROM llama3.2\nSYSTEM "You are terse.\nPARAMETER temperature 0.7\n',
    good: 'FROM llama3.2\nSYSTEM "You are terse."\nPARAMETER temperature 0.7\n',
  },
  check(file, report) {
    if (file.reading.kind === "ok") return;
    for (const [index, instruction] of file.valued.entries()) {
      if (!instruction.value.closed) report(describe(file, instruction, file.valued[index + 1]));
    }
  },
});

function describe(
  file: LintFile,
  instruction: ValuedInstruction,
  next: ValuedInstruction | undefined,
): Finding {
  const { value } = instruction;
  const early = tryFindEarlyClose(file.text, value);
  const fix = early ? tryDropComment(file.text, early) : closeAtEnd(file.text, value);
  return {
    message: `the value of ${labelOf(instruction)} is never closed`,
    span: { start: value.span.start, end: value.contentSpan.start },
    related: [...(early ? [relateClose(early)] : []), relateEnd(file, next)],
    notes: [
      early
        ? `Text behind a closing quote keeps the value open: only a line that ends with ${value.quote} closes it.`
        : `Only a line that ends with ${value.quote} closes it.`,
    ],
    ...(fix ? { fixes: [fix] } : {}),
  };
}

function relateClose({ quote }: EarlyClose): RelatedPlace {
  return { span: quote, message: "this quote closes nothing, as text follows it" };
}

/** Where it starts to hurt: at the next instruction, or at the file's end. */
function relateEnd({ text }: LintFile, next: ValuedInstruction | undefined): RelatedPlace {
  if (!next) return { span: { start: text.length, end: text.length }, message: "the file ends here" };
  return { span: next.wordSpan, message: `${next.name} becomes part of the value` };
}

function tryDropComment(text: string, { quote, tail }: EarlyClose): Fix | undefined {
  if (!/^(?:#|\/\/|;)/.test(text.slice(tail.start, tail.end))) return undefined;
  return {
    title: "Remove the comment",
    applicability: "unsafe",
    edits: [{ span: { start: quote.end, end: tail.end }, text: "" }],
  };
}

/** The value was cut before what looks like the next instruction, or at the end of the file. */
function closeAtEnd(text: string, value: ValueNode): Fix {
  return {
    title: `Close it with ${value.quote}`,
    applicability: "unsafe",
    edits: [closeQuoteBefore(text, value, value.contentSpan.end)],
  };
}

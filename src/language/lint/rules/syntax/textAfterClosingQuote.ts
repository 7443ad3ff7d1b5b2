import type { Fix } from "../../../diagnostics/diagnostic.js";
import type { LintFile, ValuedInstruction } from "../../lintFile.js";
import { defineRule, type Finding } from "../../rule.js";
import { type EarlyClose, findSwallowedLines, tryFindEarlyClose } from "../../views/openQuotes.js";
import { labelOf } from "../../views/valueLabel.js";

export const textAfterClosingQuote = defineRule({
  number: "MF004",
  name: "text-after-closing-quote",
  severity: "warning",
  fix: "display",
  docs: {
    what: "Text stands behind a closing quote, and the value goes on over the following lines.",
    why: "Ollama closes a value only where a line ends with the quote. A comment behind it therefore opens the value again: the instructions that follow become text, without a word.",
    instead: "Put the comment on a line of its own, so that the quote is the last character of its line.",
  },
  examples: {
    bad: 'FROM llama3.2\nSYSTEM "You are terse." # for scripts\nPARAMETER stop "User:"\n',
    good: 'FROM llama3.2\n# for scripts\nSYSTEM "You are terse."\nPARAMETER stop "User:"\n',
  },
  check(file, report) {
    for (const instruction of file.valued) {
      const { value } = instruction;
      if (!value.closed || value.quote === "" || !value.text.includes(value.quote)) continue;
      const early = tryFindEarlyClose(file.text, value);
      if (early) report(describe(file, instruction, early));
    }
  },
});

function describe(file: LintFile, instruction: ValuedInstruction, { quote, tail }: EarlyClose): Finding {
  const { value } = instruction;
  const swallowed = findSwallowedLines(file.text, value).filter(({ wordSpan }) => wordSpan.start > tail.end);
  const name = labelOf(instruction);
  const comment: Fix = {
    title: "Remove the comment",
    // What comes alive then may have findings of its own.
    applicability: "display",
    edits: [{ span: { start: quote.end, end: tail.end }, text: "" }],
  };
  const isComment = /^#/.test(file.text.slice(tail.start, tail.end));
  const next = swallowed[0];
  const isInstructionNext = next !== undefined && isSkipped(file.text.slice(tail.end, next.wordSpan.start));
  return {
    message: "text after the closing quote keeps the value open",
    span: tail,
    related: [
      ...swallowed.slice(0, 3).map((line) => ({
        span: line.wordSpan,
        message: `${line.word} becomes part of the value of ${name}`,
      })),
      {
        span: { start: value.contentSpan.end, end: value.span.end },
        message: `the value of ${name} ends only here`,
      },
    ],
    notes: [`Ollama closes a value only where a line ends with ${value.quote}.`],
    ...(isComment && isInstructionNext ? { fixes: [comment] } : {}),
  };
}

/** Blank lines and comments, which say nothing about where the value was to end. */
function isSkipped(text: string): boolean {
  return text.split(/[\r\n]/).every((line) => line.trim() === "" || line.trimStart().startsWith("#"));
}

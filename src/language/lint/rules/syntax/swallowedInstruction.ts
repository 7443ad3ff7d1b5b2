import type { LintFile, ValuedInstruction } from "../../lintFile.js";
import { defineRule, type Finding } from "../../rule.js";
import {
  closeQuoteBefore,
  findSwallowedLines,
  type SwallowedLine,
  tryFindEarlyClose,
} from "../../views/openQuotes.js";
import { labelOf } from "../../views/valueLabel.js";

export const swallowedInstruction = defineRule({
  number: "MF005",
  name: "swallowed-instruction",
  severity: "warning",
  fix: "display",
  docs: {
    what: "A quoted value contains a line that was meant as an instruction, because its own closing quote is missing and a later one closed it.",
    why: "Ollama reads on until a line ends with the quote. The instructions up to there are text of the value: they have no effect, and the model is sent them.",
    instead: "Close the value where its text ends.",
  },
  examples: {
    bad: 'FROM llama3.2\nSYSTEM "You are terse.\nPARAMETER stop "User:"\n',
    good: 'FROM llama3.2\nSYSTEM """\nWrite Modelfiles such as this one:\nFROM llama3.2\nPARAMETER temperature 0.7\n"""\nPARAMETER stop "User:"\n',
  },
  check(file, report) {
    for (const instruction of file.valued) {
      const { value } = instruction;
      if (!value.closed || value.quote === "") continue;
      // Within """ only a line that opens it again tells a slip from an example.
      if (value.quote === '"""' && !value.text.includes('"""')) continue;
      const lines = findSwallowedLines(file.text, value);
      const first = lines[0];
      if (!first || !lines.some(({ isConvincing }) => isConvincing)) continue;
      if (tryFindEarlyClose(file.text, value)) continue;
      report(describe(file, instruction, first, lines));
    }
  },
});

function describe(
  file: LintFile,
  instruction: ValuedInstruction,
  first: SwallowedLine,
  lines: readonly SwallowedLine[],
): Finding {
  const { value } = instruction;
  const name = labelOf(instruction);
  const others = lines.length - 1;
  const and = others === 0 ? " is" : ` and ${others} more instruction${others > 1 ? "s" : ""} are`;
  return {
    message: `${first.word}${and} part of the value of ${name}`,
    span: first.wordSpan,
    related: [
      {
        span: { start: value.span.start, end: value.contentSpan.start },
        message: "this quote is still open",
      },
      { span: { start: value.contentSpan.end, end: value.span.end }, message: "it is closed only here" },
    ],
    notes: [`Ollama closes a value only where a line ends with ${value.quote}.`],
    fixes: [
      {
        title: `Close the value with ${value.quote} before ${first.word}`,
        // What comes alive then may have findings of its own.
        applicability: "display",
        edits: [closeQuoteBefore(file.text, value, first.wordSpan.start)],
      },
    ],
  };
}

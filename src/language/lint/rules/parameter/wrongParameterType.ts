import { printable } from "../../../../base/redact.js";
import type { Fix } from "../../../diagnostics/diagnostic.js";
import type { ParameterInfo } from "../../../modelfile/parameters.js";
import { tryFindInlineComment } from "../../inlineComment.js";
import type { ValuedInstruction } from "../../lintFile.js";
import { explainWrongValue, type MeantValue } from "../../meantValue.js";
import { defineRule, type Finding } from "../../rule.js";

export const wrongParameterType = defineRule({
  number: "MF203",
  name: "wrong-parameter-type",
  severity: "error",
  fatal: true,
  fix: "unsafe",
  docs: {
    what: "A parameter's value is not of the type that Ollama wants: a fraction for a whole number, a decimal comma, per cent, `4k`, yes or no.",
    why: "`ollama create` stops with `invalid int value`, `invalid float value` or `invalid bool value`, and does not say in which line.",
    instead:
      "Write a whole number in decimal digits for int, a number with a decimal point for float, true or false for bool. Double quotes around it do no harm.",
  },
  examples: {
    bad: "FROM llama3.2\nPARAMETER num_ctx 4096.0\nPARAMETER top_p 90%\n",
    good: 'FROM llama3.2\nPARAMETER num_ctx "4096"\nPARAMETER top_p .9\nPARAMETER num_predict -1\n',
  },
  check({ parameters, text }, report) {
    for (const { info, value, instruction } of parameters) {
      if (!info || value || !instruction.value.closed || tryFindInlineComment(text, instruction)) continue;
      report(describe(info, instruction));
    }
  },
});

function describe(info: ParameterInfo, { argument, value, wordSpan }: ValuedInstruction): Finding {
  const notes = [`For example: PARAMETER ${info.name} ${info.example}`];
  if (value.text.trim() === "") {
    const isNothing = value.span.end === value.span.start;
    const span = isNothing ? (argument?.span ?? wordSpan) : value.span;
    return { message: `${info.name} has no value`, span, notes };
  }
  const { problem, instead } = explainWrongValue(info, value.text);
  return {
    message: `${info.name} cannot be "${printable(value.text, 60)}": ${problem}`,
    span: value.span,
    ...(instead ? { fixes: [fixOf(instead, value)] } : { notes }),
  };
}

function fixOf(
  { text, sure }: NonNullable<MeantValue["instead"]>,
  { contentSpan }: ValuedInstruction["value"],
): Fix {
  return {
    title: `Write ${text}`,
    applicability: sure ? "unsafe" : "display",
    edits: [{ span: contentSpan, text }],
  };
}

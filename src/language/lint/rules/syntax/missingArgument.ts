import { printable } from "../../../../base/redact.js";
import type { Fix } from "../../../diagnostics/diagnostic.js";
import { instructions } from "../../../modelfile/instructions.js";
import { tryFindParameter } from "../../../modelfile/parameters.js";
import type { Instruction, JunkItem } from "../../../modelfile/tree.js";
import type { LintFile } from "../../lintFile.js";
import { defineRule, type Finding } from "../../rule.js";
import { findStrayRuns, type StrayLine, tryFindBareInstruction } from "../../views/strayLines.js";

export const missingArgument = defineRule({
  number: "MF002",
  name: "missing-argument",
  severity: "error",
  fatal: true,
  fix: "unsafe",
  docs: {
    what: "An instruction breaks off before its value: a bare `FROM`, a PARAMETER with a name alone, a MESSAGE with a role alone.",
    why: "Ollama wants a blank behind the word, the name and the role, and stops with a message that names another cause: `command must be one of …` or `unexpected EOF`.",
    instead: "Write the value on the same line, or delete the instruction.",
  },
  examples: {
    bad: "FROM llama3.2\nPARAMETER temperature\n",
    good: "FROM llama3.2\nPARAMETER temperature 0.7\n",
  },
  check(file, report) {
    if (file.reading.kind === "ok") return;
    const below = new Map(findStrayRuns(file).map(({ above, lines }) => [above, lines]));
    for (const item of file.tree.items) {
      const finding =
        item.kind === "junk"
          ? tryDescribeBare(file, item, below.get(item))
          : item.kind === "instruction"
            ? tryDescribeNamed(item)
            : undefined;
      if (finding) report(finding);
    }
  },
});

function tryDescribeBare(
  file: LintFile,
  junk: JunkItem,
  below: readonly StrayLine[] | undefined,
): Finding | undefined {
  const name = tryFindBareInstruction(file.tree, junk);
  if (!name) return undefined;
  if (below && name !== "PARAMETER" && name !== "MESSAGE") return describeValueBelow(file, junk, name, below);
  return {
    message: `${name} has no ${name === "PARAMETER" ? "name and no value" : name === "MESSAGE" ? "role and no text" : "value"}`,
    span: junk.span,
    notes: [`It is written so: ${instructions[name].syntax}`],
  };
}

/** `SYSTEM` on a line of its own and its text below it. */
function describeValueBelow(
  { text }: LintFile,
  { span }: JunkItem,
  name: string,
  below: readonly StrayLine[],
): Finding {
  const start = below[0]?.span.start ?? span.end;
  const end = below[below.length - 1]?.span.end ?? start;
  const value = text.slice(start, end);
  const isQuoted = value.startsWith('"');
  const isWhole = isQuoted
    ? value.length >= 6 && value.startsWith('"""') && value.endsWith('"""')
    : !value.includes('"""');
  const edits = [
    { span: { start: span.end, end: start }, text: isQuoted ? " " : ' """' },
    ...(isQuoted ? [] : [{ span: { start: end, end }, text: '"""' }]),
  ];
  const fix: Fix = { title: "Start the value on this line", applicability: "unsafe", edits };
  return {
    message: `the value of ${name} must start on the same line`,
    span,
    related: [
      { span: { start, end: below[0]?.span.end ?? start }, message: "this is read as an instruction" },
    ],
    ...(isWhole ? { fixes: [fix] } : {}),
  };
}

function tryDescribeNamed({ name, argument, problem, wordSpan, value }: Instruction): Finding | undefined {
  if (value || !problem || (name !== "PARAMETER" && name !== "MESSAGE")) return undefined;
  if (!argument) {
    const what = name === "PARAMETER" ? "name and no value" : "role and no text";
    return {
      message: `${name} has no ${what}`,
      span: wordSpan,
      notes: [`It is written so: ${instructions[name].syntax}`],
    };
  }
  const shown = printable(argument.text, 60);
  if (name === "PARAMETER") {
    if (!/^\w+$/.test(argument.text)) return undefined;
    const example = tryFindParameter(argument.text)?.example;
    return {
      message: `${shown} has no value`,
      span: argument.span,
      ...(example ? { notes: [`For example: PARAMETER ${argument.text} ${example}`] } : {}),
    };
  }
  const role = /^[A-Za-z]*/.exec(argument.text)?.[0] ?? "";
  if (role === argument.text) return { message: `the message of ${shown} has no text`, span: argument.span };
  return describeRole(role, argument);
}

/** `MESSAGE user: hi`. */
function describeRole(role: string, { text, span }: NonNullable<Instruction["argument"]>): Finding {
  const at = span.start + role.length;
  const mark = /^[=:]/.test(text.slice(role.length));
  const blank = /^.[ \t]/.test(text.slice(role.length)) ? "" : " ";
  const fix: Fix = {
    title: "Leave only a blank",
    applicability: "unsafe",
    edits: [{ span: { start: at, end: at + 1 }, text: blank }],
  };
  return {
    message: `a role must be followed by a blank, not by "${printable(text.slice(role.length, role.length + 1))}"`,
    span: { start: at, end: at + 1 },
    ...(mark && role !== "" ? { fixes: [fix] } : {}),
  };
}

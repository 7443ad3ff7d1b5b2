import { printable } from "../../../../base/redact.js";
import type { Fix } from "../../../diagnostics/diagnostic.js";
import { didYouMean } from "../../../diagnostics/didYouMean.js";
import { foreignParameterNames, parameters, tryFindParameter } from "../../../modelfile/parameters.js";
import { isPrintableRune, runeAt } from "../../../modelfile/printable.js";
import type { NamePart } from "../../../modelfile/tree.js";
import { defineRule, type Finding } from "../../rule.js";
import { describeRune } from "../../views/runeNames.js";

export const badParameterName = defineRule({
  number: "MF018",
  name: "bad-parameter-name",
  severity: "error",
  fatal: true,
  fix: "unsafe",
  docs: {
    what: "A PARAMETER's name holds a character that no name can have, or a sign stands between name and value.",
    why: "Ollama takes letters, digits and `_`, then wants a blank. At anything else it stops with `unexpected EOF: top`, without a line number.",
    instead: "Write the name, one blank and the value: `PARAMETER top_p 0.9`.",
  },
  examples: {
    bad: "FROM llama3.2\nPARAMETER top-p 0.9\n",
    good: "FROM llama3.2\nPARAMETER top_p 0.9\n",
  },
  check({ tree, reading }, report) {
    if (reading.kind === "ok") return;
    for (const { name, argument, value, problem } of tree.instructions) {
      if (name !== "PARAMETER" || value || !argument || problem?.kind !== "bad-name") continue;
      if (!/^\w+$/.test(argument.text)) report(describe(argument));
    }
  },
});

function describe({ text, span }: NamePart): Finding {
  const read = /^\w*/.exec(text)?.[0] ?? "";
  const assigned = /^[ \t]*[=:][ \t]*/.exec(text.slice(read.length));
  if (assigned && read !== "") return describeAssignment(read, assigned[0], span.start);
  const rune = runeAt(text, read.length);
  const wrong = { start: span.start + read.length, end: span.start + read.length + (rune > 0xffff ? 2 : 1) };
  if (!isPrintableRune(rune)) {
    const fix: Fix = { title: "Write a blank", applicability: "unsafe", edits: [{ span: wrong, text: " " }] };
    return {
      message: `a name must be followed by a blank, not by ${describeRune(rune)}`,
      span: wrong,
      ...(tryFindParameter(read) ? { fixes: [fix] } : {}),
    };
  }
  const written = /^[^ \t=:]*/.exec(text)?.[0] ?? "";
  const nameSpan = { start: span.start, end: span.start + written.length };
  const meant = tryFindMeant(written);
  const behind = /^[ \t]*[=:]?[ \t]*/.exec(text.slice(written.length))?.[0].length ?? 0;
  const fix: Fix | undefined =
    meant === undefined
      ? undefined
      : {
          title: `Write ${meant}`,
          applicability: "unsafe",
          edits: [{ span: { start: nameSpan.start, end: nameSpan.end + behind }, text: `${meant} ` }],
        };
  return {
    message: `${printable(written, 60)} cannot be a parameter's name${meant ? `; did you mean ${meant}?` : ""}`,
    span: nameSpan,
    notes: ["A name has letters, digits and _ only."],
    ...(fix ? { fixes: [fix] } : {}),
  };
}

/** `temperature=0.7`. */
function describeAssignment(name: string, sign: string, start: number): Finding {
  const at = start + name.length;
  const signSpan = { start: at, end: at + sign.trimEnd().length };
  const fix: Fix = {
    title: "Write a blank",
    applicability: "unsafe",
    edits: [{ span: { start: at, end: at + sign.length }, text: " " }],
  };
  return {
    message: `a name must be followed by a blank, not by "${sign.trim()}"`,
    span: signSpan,
    fixes: [fix],
  };
}

function tryFindMeant(written: string): string | undefined {
  const plain = written
    .replace(/^["'`]|["'`]$/g, "")
    .replace(/[-.]/g, "_")
    .toLowerCase();
  return (
    foreignParameterNames[plain] ??
    didYouMean(
      plain,
      parameters.map(({ name }) => name),
    )
  );
}

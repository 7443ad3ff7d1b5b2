import { tryFindParameter } from "../../../modelfile/parameters.js";
import type { ValuedInstruction } from "../../lintFile.js";
import { defineRule } from "../../rule.js";
import { findStrayRuns } from "../../views/strayLines.js";

export const lineContinuation = defineRule({
  number: "MF017",
  name: "line-continuation",
  severity: "warning",
  fix: "unsafe",
  docs: {
    what: "A value ends with a backslash, as if it went on in the next line.",
    why: "A Modelfile has no line continuation: the backslash is sent to the model, and the next line is an instruction of its own.",
    instead: 'Put text of several lines between `"""` and `"""`.',
  },
  examples: {
    bad: "FROM llama3.2\nSYSTEM You are terse. \\\nPARAMETER temperature 0.7\n",
    good: "FROM llama3.2\nSYSTEM You write C:\\Users\\ paths.\n",
  },
  check(file, report) {
    const { valued, text } = file;
    if (!text.includes("\\")) return;
    const withTextBelow = new Set(findStrayRuns(file).map(({ above }) => above));
    for (const instruction of valued) {
      const { value } = instruction;
      if (value.quote !== "" || !value.text.endsWith("\\") || !isContinuation(instruction)) continue;
      // With more text below, MF001 tells the whole story.
      if (withTextBelow.has(instruction)) continue;
      const end = value.span.end;
      const kept = text.slice(value.span.start, end - 1).trimEnd();
      report({
        message: "a backslash does not continue the line",
        span: { start: end - 1, end },
        notes: ['It is part of the value. Text of several lines stands between """ and """.'],
        // A value of nothing else would become an empty one.
        ...(value.text === "\\"
          ? {}
          : {
              fixes: [
                {
                  title: "Remove it",
                  applicability: "unsafe" as const,
                  edits: [{ span: { start: value.span.start + kept.length, end }, text: "" }],
                },
              ],
            }),
      });
    }
  },
});

/** Paths may end with a backslash, and values with a type are MF203's. */
function isContinuation({ name, argument, value }: ValuedInstruction): boolean {
  if (value.text.endsWith("\\\\")) return false;
  switch (name) {
    case "SYSTEM":
    case "TEMPLATE":
    case "LICENSE":
    case "MESSAGE":
      return true;
    case "PARAMETER":
      return tryFindParameter(argument?.text ?? "")?.type === "strings" && value.text.endsWith(" \\");
    case "FROM":
    case "ADAPTER":
    case "DRAFT":
    case "RENDERER":
    case "PARSER":
      return value.text.endsWith(" \\");
    default:
      return false;
  }
}

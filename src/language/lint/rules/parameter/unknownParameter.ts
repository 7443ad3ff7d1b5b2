import type { Fix } from "../../../diagnostics/diagnostic.js";
import { didYouMean } from "../../../diagnostics/didYouMean.js";
import { foreignParameterNames, parameters } from "../../../modelfile/parameters.js";
import { isInstructionCommand } from "../../instructionCommand.js";
import type { ParameterUse } from "../../lintFile.js";
import { defineRule, type Finding } from "../../rule.js";

export const unknownParameter = defineRule({
  number: "MF201",
  name: "unknown-parameter",
  severity: "error",
  fatal: true,
  fix: "unsafe",
  docs: {
    what: "PARAMETER names something that Ollama does not know. Names are case-sensitive.",
    why: "`ollama create` stops with `unknown parameter`, before it looks at anything else.",
    instead:
      "Use a name from the table of parameters, or delete the line: model properties are read from the model file.",
  },
  examples: {
    bad: "FROM llama3.2\nPARAMETER max_tokens 256\n",
    good: "FROM llama3.2\nPARAMETER num_predict 256\n",
  },
  check(file, report) {
    for (const use of file.parameters) {
      if (use.info || use.retired?.today === "ignored" || isInstructionCommand(use.name)) continue;
      report(describe(use));
    }
  },
});

function describe(use: ParameterUse): Finding {
  const { name, nameSpan, retired } = use;
  if (name === "") {
    const at = { start: nameSpan.start - 1, end: nameSpan.start };
    return {
      message: "two blanks before the name: Ollama reads an empty parameter name",
      span: at,
      fixes: [{ title: "Leave one blank", applicability: "unsafe", edits: [{ span: at, text: "" }] }],
    };
  }
  if (retired) {
    return {
      message: `"${name}" is no longer a parameter (gone since Ollama ${retired.until})`,
      span: nameSpan,
      notes: [retired.instead],
    };
  }
  const meant =
    foreignParameterNames[name.toLowerCase()] ??
    didYouMean(
      name,
      parameters.map((info) => info.name),
    );
  if (!meant) return { message: `"${name}" is not a parameter`, span: nameSpan };
  const fix: Fix = {
    title: `Write ${meant}`,
    applicability: "unsafe",
    edits: [{ span: nameSpan, text: meant }],
  };
  return { message: `"${name}" is not a parameter; did you mean ${meant}?`, span: nameSpan, fixes: [fix] };
}

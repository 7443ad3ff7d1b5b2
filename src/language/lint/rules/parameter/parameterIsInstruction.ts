import type { Fix } from "../../../diagnostics/diagnostic.js";
import { instructions } from "../../../modelfile/instructions.js";
import { isInstructionCommand } from "../../instructionCommand.js";
import type { ParameterUse } from "../../lintFile.js";
import { defineRule } from "../../rule.js";

export const parameterIsInstruction = defineRule({
  number: "MF216",
  name: "parameter-is-instruction",
  severity: "warning",
  fix: "display",
  docs: {
    what: "PARAMETER is followed by the name of an instruction: system, template, license, model …",
    why: "Ollama keeps parameters and instructions in one list, so `PARAMETER system hi` is a SYSTEM line. It works by accident, and readers look for a parameter that does not exist.",
    instead: "Write the instruction itself.",
  },
  examples: {
    bad: "FROM llama3.2\nPARAMETER system You are terse.\n",
    good: "FROM llama3.2\nSYSTEM You are terse.\n",
  },
  check({ parameters }, report) {
    for (const use of parameters) {
      if (!isInstructionCommand(use.name) || !use.instruction.value.closed) continue;
      const word = wordOf.get(use.name) ?? use.name;
      const fix = tryFix(use, word);
      report({
        message: `PARAMETER ${use.name} is a ${word} line to Ollama`,
        span: use.nameSpan,
        ...(fix ? { fixes: [fix] } : {}),
      });
    }
  },
});

const wordOf: ReadonlyMap<string, string> = new Map(
  Object.values(instructions).map(({ ollamaName, name }) => [ollamaName, name]),
);

/** Rewrites the line so that Ollama reads the same. A message holds role and text in one value. */
function tryFix({ name, nameSpan, instruction }: ParameterUse, word: string): Fix | undefined {
  const { value, wordSpan } = instruction;
  const fix = (end: number, text: string): Fix => ({
    title: `Write ${text.trimEnd()}`,
    // Other rules judge the instruction only once it is written as one, so this is not done unseen.
    applicability: "display",
    edits: [{ span: { start: wordSpan.start, end }, text }],
  });
  if (name !== "message") return fix(nameSpan.end, word);
  const role = /^(system|user|assistant): (?=[^\s"])/.exec(value.text);
  if (!role || value.quote !== "" || value.dropped.length > 0) return undefined;
  return fix(value.span.start + role[0].length, `MESSAGE ${role[1]} `);
}

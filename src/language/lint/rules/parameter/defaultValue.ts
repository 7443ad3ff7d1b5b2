import type { Fix } from "../../../diagnostics/diagnostic.js";
import { parameters } from "../../../modelfile/parameters.js";
import { tryParseParameterValue } from "../../../modelfile/parameterValue.js";
import { deleteLine } from "../../deleteLine.js";
import type { LintFile, ValuedInstruction } from "../../lintFile.js";
import { defineRule } from "../../rule.js";

export const defaultValue = defineRule({
  number: "MF227",
  name: "default-value",
  severity: "off",
  fix: "unsafe",
  docs: {
    what: "A parameter is set to the value that Ollama takes anyway.",
    why: "The line says nothing, unless it is there to override a value of the base model, or to keep today's default for later versions. So the rule is off unless asked for.",
    instead: "Delete the line.",
  },
  examples: {
    bad: "FROM ./pine.gguf\nPARAMETER top_k 40\n",
    good: "FROM ./pine.gguf\nPARAMETER top_k 20\nPARAMETER num_ctx 4096\n",
  },
  check(file, report) {
    let counts: ReadonlyMap<string, number> | undefined;
    for (const { info, value, instruction } of file.parameters) {
      const usual =
        value && value.kind !== "strings" ? defaults.get(instruction.argument?.text ?? "") : undefined;
      if (!info || !value || usual?.kind !== value.kind || usual.value !== value.value) continue;
      counts ??= countNames(file);
      report({
        message: `${info.name} ${instruction.value.text} is Ollama's default`,
        span: instruction.value.span,
        // Of several lines the next to last would count then.
        ...(counts.get(info.name) === 1 ? { fixes: [deletion(file, instruction)] } : {}),
      });
    }
  },
});

/** Those that do not depend on the machine or the model. */
const defaults = new Map(
  parameters.flatMap((info) => {
    const text = /^(-?[\d.]+)(?: \([a-z]+\))?$/.exec(info.default)?.[1];
    const value = text === undefined ? undefined : tryParseParameterValue(info, text);
    return value ? [[info.name, value] as const] : [];
  }),
);

function countNames({ parameters }: LintFile): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { name } of parameters) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

function deletion(file: LintFile, instruction: ValuedInstruction): Fix {
  return { title: "Delete the line", applicability: "unsafe", edits: deleteLine(file, instruction) };
}

import { missingPart } from "../../../../base/modelName.js";
import { printable } from "../../../../base/redact.js";
import { defineRule } from "../../rule.js";
import { hasGlob, isOnDisk, type NameForm } from "../../views/modelSource.js";

export const invalidModelName = defineRule({
  number: "MF106",
  name: "invalid-model-name",
  severity: "error",
  fix: "none",
  docs: {
    what: "FROM gives neither a path nor a model's name that Ollama accepts.",
    why: "The create stops with `invalid model name`.",
    instead:
      "Write `model`, `model:tag`, `user/model:tag` or `host/user/model:tag`, of letters, digits, `.`, `_` and `-`. Paths start with `./` or end like a file of weights.",
  },
  examples: { bad: "FROM llama3.2 AS base\n", good: "FROM localhost:5000/library/llama3.2:3b\n" },
  check(file, report) {
    // Of several names only the last is used.
    const last = file.sources.findLast(({ form }) => form.kind === "name");
    if (last?.form.kind !== "name" || !last.form.problem || isOnDisk(file, last)) return;
    // MF123 says that patterns are not expanded.
    if (hasGlob(last.text)) return;
    const { part, value, rule } = last.form.problem;
    const isMissing = value === missingPart || value === "";
    const whole = `${printable(last.text, 80)} is no model's name`;
    const hint = tryHint(last.text, last.form);
    report({
      message: isMissing
        ? `${whole}: its ${part} is missing`
        : `${whole}: its ${part} cannot be ${printable(value, 40)}`,
      span: last.instruction.value.span,
      notes: [hint ?? `A ${part} is ${rule}.`],
    });
  },
});

function tryHint(text: string, { name }: NameForm): string | undefined {
  if (/[ \t]AS[ \t]+\S+$/i.test(text)) return "Build stages (AS) are Docker's; a Modelfile has none.";
  if (/@sha256:/.test(text)) return "Ollama cannot pin a model by digest; use a tag.";
  if (/[\r\n]/.test(text)) return "The value goes over several lines.";
  if (/[ \t]/.test(text))
    return "A name has no blanks. If a file is meant, it is not recognised: start it with ./ .";
  if (/^[^/]+:\d+$/.test(name.namespace)) return "A registry needs all three parts: host:port/user/model.";
  if (/^(?:hf\.co|huggingface\.co)\//i.test(text)) {
    return "Hugging Face models are named hf.co/user/repository:quantization, without a file or branch.";
  }
  return undefined;
}

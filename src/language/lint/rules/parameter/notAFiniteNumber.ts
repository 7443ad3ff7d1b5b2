import { printable } from "../../../../base/redact.js";
import { defineRule } from "../../rule.js";

export const notAFiniteNumber = defineRule({
  number: "MF205",
  name: "not-a-finite-number",
  severity: "error",
  fatal: true,
  fix: "none",
  docs: {
    what: "A parameter is `nan` or `inf`.",
    why: "Ollama's parser reads both as numbers, and then its client stops because JSON has no way to write them: `json: unsupported value`.",
    instead: "Write a number. To switch a sampler off, use its neutral value: top_p 1, top_k 0, min_p 0.",
  },
  examples: {
    bad: "FROM llama3.2\nPARAMETER top_p inf\n",
    good: "FROM llama3.2\nPARAMETER top_p 1\nPARAMETER top_k 0\n",
  },
  check({ parameters }, report) {
    // Only what is sent has to be written as JSON, and that is the last one of each name.
    const seen = new Set<string>();
    for (let index = parameters.length - 1; index >= 0; index--) {
      const use = parameters[index];
      if (use?.value?.kind !== "float" || seen.has(use.name)) continue;
      seen.add(use.name);
      if (Number.isFinite(use.value.value)) continue;
      report({
        message: `${use.name} ${printable(use.instruction.value.text, 60)} cannot be sent to the server`,
        span: use.instruction.value.span,
        notes: ["Ollama's client stops with `json: unsupported value`."],
      });
    }
  },
});

import { printable } from "../../../../base/redact.js";
import { isInRange, printRange } from "../../parameterRange.js";
import { defineRule } from "../../rule.js";

export const parameterOutOfRange = defineRule({
  number: "MF204",
  name: "parameter-out-of-range",
  severity: "warning",
  fix: "none",
  docs: {
    what: "A parameter has a value without a meaning: a share above 1, a negative count, a temperature of 70.",
    why: "Ollama takes it as it is. The sampler then ignores it, cuts it off, or writes nonsense.",
    instead:
      "Keep to the range of the table of parameters; the values with a meaning of their own (often -1) are named there too.",
  },
  examples: {
    bad: "FROM llama3.2\nPARAMETER temperature 70\nPARAMETER top_p 95\n",
    good: "FROM llama3.2\nPARAMETER temperature 0\nPARAMETER top_k 0\nPARAMETER num_predict -2\nPARAMETER num_gpu 999\n",
  },
  check({ parameters }, report) {
    for (const { info, value, instruction } of parameters) {
      if (!info?.range || !value || isInRange(info, value)) continue;
      if (value.kind === "float" && !Number.isFinite(value.value)) continue;
      report({
        message: `${info.name} ${printable(instruction.value.text, 60)} is out of range: ${printRange(info.range)}`,
        span: instruction.value.span,
      });
    }
  },
});

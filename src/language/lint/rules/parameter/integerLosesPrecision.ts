import { defineRule } from "../../rule.js";

export const integerLosesPrecision = defineRule({
  number: "MF213",
  name: "integer-loses-precision",
  severity: "warning",
  fix: "none",
  docs: {
    what: "A whole number is too large to be kept exactly.",
    why: "Ollama's server reads numbers as 64-bit floats, which hold every integer only up to 2^53 = 9007199254740992. A larger one is rounded, so a seed is no longer the one that was written.",
    instead: "Use a number with fewer digits.",
  },
  examples: {
    bad: "FROM llama3.2\nPARAMETER seed 9007199254740993\n",
    good: "FROM llama3.2\nPARAMETER seed 9007199254740992\n",
  },
  check({ parameters }, report) {
    for (const { name, value, instruction } of parameters) {
      if (value?.kind !== "int") continue;
      const kept = BigInt(Number(value.value));
      if (kept === value.value) continue;
      report({
        message: `${name} ${value.value} becomes ${kept}`,
        span: instruction.value.span,
        notes: ["Ollama's server keeps numbers as 64-bit floats, exact up to 9007199254740992."],
      });
    }
  },
});

import { defineRule } from "../../rule.js";

export const instructionOrder = defineRule({
  number: "MF702",
  name: "instruction-order",
  severity: "off",
  fix: "none",
  docs: {
    what: "FROM is not the first instruction.",
    why: "Ollama does not mind the order. People look at the top for what a model is made of.",
    instead: "Start with FROM; comments may stand above it.",
  },
  examples: {
    bad: "SYSTEM You are terse.\nFROM llama3.2\n",
    good: "# a terse model\nFROM llama3.2\nSYSTEM You are terse.\n",
  },
  check({ tree, all }, report) {
    const first = tree.instructions[0];
    const from = all("FROM")[0];
    if (!first || !from || first.name === "FROM") return;
    report({
      message: "FROM is not the first instruction",
      span: from.wordSpan,
      related: [{ span: first.wordSpan, message: "this one stands above it" }],
    });
  },
});

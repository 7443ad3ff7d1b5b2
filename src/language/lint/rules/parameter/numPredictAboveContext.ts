import { defineRule } from "../../rule.js";
import { tryFindNumber } from "../../views/effectiveParameter.js";

export const numPredictAboveContext = defineRule({
  number: "MF217",
  name: "num-predict-above-context",
  severity: "info",
  fix: "none",
  docs: {
    what: "num_predict allows an answer longer than num_ctx, the window that holds it.",
    why: "Before an answer gets that long the window is full: the model stops, or forgets the start of the conversation and of its own answer.",
    instead: "Raise num_ctx above num_predict plus the prompt, or lower num_predict.",
  },
  examples: {
    bad: "FROM llama3.2\nPARAMETER num_ctx 2048\nPARAMETER num_predict 4096\n",
    good: "FROM llama3.2\nPARAMETER num_ctx 8192\nPARAMETER num_predict 4096\n",
  },
  check(file, report) {
    const predict = tryFindNumber(file, "num_predict");
    const context = predict && tryFindNumber(file, "num_ctx");
    if (!context || context.number < 1 || predict.number <= context.number) return;
    report({
      message: `num_predict ${predict.number} is more than num_ctx ${context.number}`,
      span: predict.use.instruction.value.span,
      related: [{ span: context.use.instruction.value.span, message: "the window for prompt and answer" }],
    });
  },
});

import { printable } from "../../../../base/redact.js";
import type { Fix } from "../../../diagnostics/diagnostic.js";
import { defineRule } from "../../rule.js";
import { baseModelOf, contextLengthOf } from "../../views/baseModel.js";
import { tryFindNumber } from "../../views/effectiveParameter.js";

export const numCtxAboveModel = defineRule({
  number: "MF212",
  name: "num-ctx-above-model",
  severity: "warning",
  fix: "unsafe",
  docs: {
    what: "num_ctx is larger than the context that the model was trained with.",
    why: "Ollama cuts it to the model's length when it loads the model and says so only in the server's log, so the conversation is cut earlier than the file promises.",
    instead: "Write at most the model's context length, or choose a model with a longer one.",
  },
  examples: {
    bad: "FROM ./pine.gguf\nPARAMETER num_ctx 131072\n",
    good: "FROM ./pine.gguf\nPARAMETER num_ctx 8192\n",
  },
  check(file, report) {
    const found = tryFindNumber(file, "num_ctx");
    if (!found) return;
    const base = baseModelOf(file);
    const limit = contextLengthOf(base);
    if (base.kind === "none" || limit === undefined || limit <= 0 || found.number <= limit) return;
    const { span, contentSpan } = found.use.instruction.value;
    const predict = tryFindNumber(file, "num_predict");
    const fix: Fix = {
      title: `Write ${limit}`,
      applicability: "unsafe",
      edits: [{ span: contentSpan, text: String(limit) }],
    };
    report({
      message: `num_ctx ${found.number} is more than the ${limit} that the model was trained with`,
      span,
      related: [
        { span: base.from.value.span, message: `${printable(base.from.value.text, 60)} has ${limit}` },
      ],
      notes: [`Ollama cuts it to ${limit} when it loads the model.`],
      // With a small limit other things in the file no longer fit; that needs a person.
      ...(limit >= 1024 && (predict?.number ?? 0) <= limit ? { fixes: [fix] } : {}),
    });
  },
});

import { defineRule } from "../../rule.js";
import { messageUses } from "../../views/messageUses.js";

export const endsWithUser = defineRule({
  number: "MF403",
  name: "ends-with-user",
  severity: "info",
  fix: "none",
  docs: {
    what: "The last MESSAGE is one of the user.",
    why: "The messages stand before every conversation, so the first question of the real user follows a question without an answer. Where a template writes the prompt, the two are joined to one message.",
    instead: "Give the answer that the model is to learn from, or delete the message.",
  },
  examples: {
    bad: "FROM llama3.2\nMESSAGE user Is Toronto in Canada?\n",
    good: "FROM llama3.2\nMESSAGE user Is Toronto in Canada?\nMESSAGE assistant yes\n",
  },
  check(file, report) {
    const count = file.all("MESSAGE").length;
    const last = count > 0 ? messageUses(file)[count - 1] : undefined;
    if (last?.role !== "user") return;
    const { argument, wordSpan } = last.instruction;
    report({
      message: "the conversation ends with a message of the user",
      span: argument?.span ?? wordSpan,
      notes: ["What the real user asks first follows it directly."],
    });
  },
});

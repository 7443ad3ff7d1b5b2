import { defineRule } from "../../rule.js";
import { type MessageUse, messageUses } from "../../views/messageUses.js";

export const lateSystemMessage = defineRule({
  number: "MF404",
  name: "late-system-message",
  severity: "warning",
  fix: "none",
  docs: {
    what: "A system message comes after messages of the user or the assistant.",
    why: "The examples before it stand without it. What happens to it depends on the template: some print it in the middle, some at the top, some not at all.",
    instead: "Put it first, or use SYSTEM.",
  },
  examples: {
    bad: "FROM llama3.2\nMESSAGE user Hi\nMESSAGE assistant Hello.\nMESSAGE system You are terse.\n",
    good: "FROM llama3.2\nMESSAGE system You are terse.\nMESSAGE user Hi\nMESSAGE assistant Hello.\n",
  },
  check(file, report) {
    if (file.all("MESSAGE").length < 2) return;
    let first: MessageUse | undefined;
    for (const message of messageUses(file)) {
      if (message.role !== "system") {
        first ??= message;
      } else if (first) {
        report({
          message: "a system message in the middle of the conversation",
          span: message.instruction.argument?.span ?? message.instruction.wordSpan,
          related: [{ span: first.instruction.wordSpan, message: "the conversation starts here" }],
        });
      }
    }
  },
});

import { defineRule } from "../../rule.js";
import { type MessageUse, messageUses } from "../../views/messageUses.js";

export const rolesNotAlternating = defineRule({
  number: "MF402",
  name: "roles-not-alternating",
  severity: "info",
  fix: "none",
  docs: {
    what: "Two messages of the user, or two of the assistant, follow each other.",
    why: "Where a template writes the prompt, Ollama joins them to one message with a blank line between; elsewhere the model sees a turn of the other side missing. Either way it is not the example that the file shows.",
    instead: "Let user and assistant take turns, or write one message of several lines.",
  },
  examples: {
    bad: "FROM llama3.2\nMESSAGE user Is Toronto in Canada?\nMESSAGE user And Sacramento?\nMESSAGE assistant no\n",
    good: "FROM llama3.2\nMESSAGE assistant How can I help?\nMESSAGE user Is Toronto in Canada?\nMESSAGE assistant yes\n",
  },
  check(file, report) {
    if (file.all("MESSAGE").length < 2) return;
    let before: MessageUse | undefined;
    for (const message of messageUses(file)) {
      const { role, instruction } = message;
      if (before && role && role !== "system" && role === before.role) {
        report({
          message: `a second message of the ${role} in a row`,
          span: instruction.argument?.span ?? instruction.wordSpan,
          related: [{ span: before.instruction.wordSpan, message: "follows this one" }],
        });
      }
      before = message;
    }
  },
});

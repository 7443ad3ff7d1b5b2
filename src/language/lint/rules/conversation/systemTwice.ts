import { defineRule } from "../../rule.js";
import { messageUses } from "../../views/messageUses.js";

export const systemTwice = defineRule({
  number: "MF412",
  name: "system-twice",
  severity: "info",
  fix: "none",
  docs: {
    what: "The file has both SYSTEM and a MESSAGE of the system.",
    why: "Both are sent: Ollama puts SYSTEM before the messages, so the model gets two system texts, one after the other or joined.",
    instead: "Put them together in one SYSTEM.",
  },
  examples: {
    bad: "FROM llama3.2\nSYSTEM You are terse.\nMESSAGE system You are a pirate.\n",
    good: "FROM llama3.2\nSYSTEM You are a terse pirate.\nMESSAGE user Hi\nMESSAGE assistant Aye.\n",
  },
  check(file, report) {
    const system = file.last("SYSTEM");
    if (!system?.value.closed || system.value.text === "") return;
    for (const { role, instruction } of messageUses(file)) {
      if (role !== "system") continue;
      report({
        message: "a system message beside SYSTEM: both are sent",
        span: instruction.argument?.span ?? instruction.wordSpan,
        related: [{ span: system.wordSpan, message: "goes first" }],
      });
      return;
    }
  },
});

import { defineRule } from "../../rule.js";

export const lowerCaseInstruction = defineRule({
  number: "MF701",
  name: "lower-case-instruction",
  severity: "off",
  fix: "safe",
  docs: {
    what: "An instruction is not written in capitals.",
    why: "Ollama does not mind. Capitals set the instructions apart from the texts between them.",
    instead: "Write FROM, PARAMETER, SYSTEM.",
  },
  examples: { bad: "from llama3.2\n", good: "FROM llama3.2\n" },
  check({ tree }, report) {
    for (const { name, word, wordSpan } of tree.instructions) {
      if (!name || word === name) continue;
      report({
        message: `${word} is not in capitals`,
        span: wordSpan,
        fixes: [{ title: `Write ${name}`, applicability: "safe", edits: [{ span: wordSpan, text: name }] }],
      });
    }
  },
});

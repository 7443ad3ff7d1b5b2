import { defineRule } from "../../rule.js";

export const missingFrom = defineRule({
  number: "MF101",
  name: "missing-from",
  severity: "error",
  fatal: true,
  fix: "none",
  docs: {
    what: "The file has no FROM line.",
    why: "Ollama refuses it: there is nothing to build on.",
    instead: "Name a model, a GGUF file or a directory with weights: `FROM llama3.2`.",
  },
  examples: { bad: "SYSTEM You are terse.\n", good: "FROM llama3.2\nSYSTEM You are terse.\n" },
  check({ reading, text, all }, report) {
    if (reading.kind !== "error" || reading.at !== undefined || all("FROM").length > 0) return;
    const lineEnd = /\r|\n/.exec(text)?.index ?? text.length;
    const isCommentedOut = /^[ \t]*#\s*FROM[ \t]/im.test(text);
    report({
      message: "the file has no FROM line",
      span: { start: 0, end: lineEnd },
      notes: isCommentedOut ? ["There is one in a comment."] : ["Start with a line such as FROM llama3.2."],
    });
  },
});

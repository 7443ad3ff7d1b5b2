import { parsers } from "../../../modelfile/builtins.js";
import { defineRule } from "../../rule.js";
import { tryFindBuiltin } from "../../views/builtinUses.js";
import { describeUnknownBuiltin } from "../../views/unknownBuiltin.js";

export const unknownParser = defineRule({
  number: "MF507",
  name: "unknown-parser",
  severity: "error",
  fix: "unsafe",
  docs: {
    what: "PARSER names something that is not built into Ollama. Names are case-sensitive.",
    why: "Nothing ever says so: Ollama goes on without a parser. Thinking and tool calls stay in the text of the answer, and a chat template of the weights is no longer used.",
    instead: "Use one of Ollama's names, which go with certain model families, or delete the line.",
  },
  examples: {
    bad: "FROM ./pine.gguf\nRENDERER qwen3-coder\nPARSER qwen3-code\n",
    good: "FROM ./pine.gguf\nRENDERER qwen3-coder\nPARSER qwen3-coder\n",
  },
  check(file, report) {
    const parser = tryFindBuiltin(file, "PARSER");
    const finding = parser && describeUnknownBuiltin("parser", file, parser, parsers);
    if (finding)
      report({
        ...finding,
        notes: [...(finding.notes ?? []), "Ollama goes on without a parser and says nothing."],
      });
  },
});

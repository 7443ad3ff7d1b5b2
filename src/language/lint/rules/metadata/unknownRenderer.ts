import { renderers } from "../../../modelfile/builtins.js";
import { defineRule } from "../../rule.js";
import { tryFindBuiltin } from "../../views/builtinUses.js";
import { describeUnknownBuiltin } from "../../views/unknownBuiltin.js";

export const unknownRenderer = defineRule({
  number: "MF506",
  name: "unknown-renderer",
  severity: "error",
  fix: "unsafe",
  docs: {
    what: "RENDERER names something that is not built into Ollama. Names are case-sensitive.",
    why: "The model is built without a word, and every chat with it fails with `unknown renderer`.",
    instead: "Use one of Ollama's names, which go with certain model families, or write a TEMPLATE instead.",
  },
  examples: {
    bad: "FROM ./pine.gguf\nRENDERER qwen3coder\nPARSER qwen3-coder\n",
    good: "FROM ./pine.gguf\nRENDERER qwen3-coder\nPARSER qwen3-coder\n",
  },
  check(file, report) {
    const renderer = tryFindBuiltin(file, "RENDERER");
    const finding = renderer && describeUnknownBuiltin("renderer", file, renderer, renderers);
    if (finding) report({ ...finding, notes: [...(finding.notes ?? []), "Every chat fails with it."] });
  },
});

import { printable } from "../../../../base/redact.js";
import { defineRule } from "../../rule.js";
import { isHuggingFace, tryNameOf } from "../../views/modelSource.js";

export const untaggedHfModel = defineRule({
  number: "MF121",
  name: "untagged-hf-model",
  severity: "info",
  fix: "none",
  docs: {
    what: "FROM names a repository of Hugging Face without saying which of its files.",
    why: "A repository holds a model in many quantizations. Without a tag the registry chooses one, and may choose another one later.",
    instead: "Name the quantization as the tag: `hf.co/user/repository:Q4_K_M`.",
  },
  examples: { bad: "FROM hf.co/acorn/Pine-7B-GGUF\n", good: "FROM hf.co/acorn/Pine-7B-GGUF:Q4_K_M\n" },
  check({ sources }, report) {
    for (const source of sources) {
      const { instruction, text } = source;
      const form = tryNameOf(source);
      if (!form || form.hasTag || !isHuggingFace(form.name)) continue;
      report({
        message: `${printable(text, 80)} does not say which quantization`,
        span: instruction.value.span,
        notes: [`For example: FROM ${printable(text, 80)}:Q4_K_M`],
      });
    }
  },
});

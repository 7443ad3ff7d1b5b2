import { printable } from "../../../../base/redact.js";
import { defineRule } from "../../rule.js";
import { isHuggingFace, tryNameOf } from "../../views/modelSource.js";

export const unpinnedTag = defineRule({
  number: "MF107",
  name: "unpinned-tag",
  severity: "off",
  fix: "none",
  docs: {
    what: "FROM names a model without a tag, or with `latest`.",
    why: "What `latest` means changes: the same Modelfile gives another model next year. Ollama has no pinning by digest, so a tag that tells size and quantization is the best there is.",
    instead: "Name the tag: `FROM llama3.2:3b-instruct-q4_K_M`.",
  },
  examples: { bad: "FROM llama3.2\n", good: "FROM llama3.2:3b-instruct-q4_K_M\n" },
  check({ sources }, report) {
    for (const source of sources) {
      const { instruction, text } = source;
      const form = tryNameOf(source);
      if (!form || isHuggingFace(form.name)) continue;
      const isLatest = form.name.tag.toLowerCase() === "latest";
      if (form.hasTag && !isLatest) continue;
      report({
        message: form.hasTag
          ? `${printable(text)} may change`
          : `${printable(text)} has no tag, so it may change`,
        span: instruction.value.span,
      });
    }
  },
});

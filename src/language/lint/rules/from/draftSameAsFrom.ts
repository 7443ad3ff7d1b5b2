import { printable } from "../../../../base/redact.js";
import { defineRule } from "../../rule.js";
import { cleanPath } from "../../views/pathText.js";

export const draftSameAsFrom = defineRule({
  number: "MF118",
  name: "draft-same-as-from",
  severity: "error",
  fix: "none",
  docs: {
    what: "DRAFT names the same file as FROM.",
    why: "`ollama create` stops: a model cannot draft for itself. (With the file absent it stops for that.)",
    instead: "Name a smaller model of the same family as the draft.",
  },
  examples: {
    bad: "FROM ./pine-7b.gguf\nDRAFT pine-7b.gguf\n",
    good: "FROM ./pine-7b.gguf\nDRAFT ./pine-1b.gguf\n",
  },
  check({ sources }, report) {
    const drafts = sources.filter(({ instruction }) => instruction.name === "DRAFT");
    if (drafts.length === 0) return;
    const froms = new Map(
      sources
        .filter(({ instruction }) => instruction.name === "FROM")
        .map((source) => [samePath(source.text), source]),
    );
    for (const { instruction, text } of drafts) {
      const from = froms.get(samePath(text));
      if (!from) continue;
      report({
        message: `DRAFT is the same file as FROM: ${printable(text, 80)}`,
        span: instruction.value.span,
        related: [{ span: from.instruction.value.span, message: "FROM names it here" }],
      });
    }
  },
});

/** Both slashes, as `.\\pine.gguf` is the same file where backslashes separate folders at all. */
function samePath(text: string): string {
  return cleanPath(text.replace(/\\+/g, "/"));
}

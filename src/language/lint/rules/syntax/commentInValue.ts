import { printable } from "../../../../base/redact.js";
import { tryFindInlineComment } from "../../inlineComment.js";
import { defineRule } from "../../rule.js";
import { labelOf } from "../../views/valueLabel.js";

export const commentInValue = defineRule({
  number: "MF019",
  name: "comment-in-value",
  severity: "warning",
  fix: "unsafe",
  docs: {
    what: "A comment stands behind a name, a path or a stop.",
    why: "Ollama knows comments only on lines of their own. The comment becomes part of the name, which then names nothing, or of the stop, which then never matches.",
    instead: "Put the comment on a line of its own, above.",
  },
  examples: {
    bad: "FROM llama3.2 # the small one\n",
    good: 'FROM llama3.2\nSYSTEM Answer with # headings.\nPARAMETER stop "# "\nPARAMETER stop ###\n',
  },
  check({ valued, text }, report) {
    if (!text.includes("#")) return;
    for (const instruction of valued) {
      const { name, value } = instruction;
      const comment = value.text.includes("#") ? tryFindInlineComment(text, instruction) : undefined;
      if (comment?.effect !== "kept") continue;
      const isSource = name === "FROM" || name === "ADAPTER" || name === "DRAFT";
      report({
        message: `the comment becomes part of the value of ${labelOf(instruction)}`,
        span: comment.span,
        notes: [`Ollama reads "${printable(value.text, 60)}". A comment needs a line of its own.`],
        fixes: [
          {
            title: "Remove the comment",
            applicability: "unsafe",
            edits: [{ span: comment.removal, text: "" }],
          },
        ],
        ...(isSource ? { severity: "error" as const } : {}),
      });
    }
  },
});

import { printable } from "../../../../base/redact.js";
import { tryFindInlineComment } from "../../inlineComment.js";
import { defineRule } from "../../rule.js";
import { labelOf } from "../../views/valueLabel.js";

export const inlineComment = defineRule({
  number: "MF016",
  name: "inline-comment",
  severity: "error",
  fatal: true,
  fix: "unsafe",
  docs: {
    what: "A comment stands behind the value of a typed parameter or of REQUIRES.",
    why: "Ollama knows comments only on lines of their own. The comment becomes part of the value, which is then no number any more: `invalid float value [0.7 # calm]`.",
    instead: "Put the comment on a line of its own, above.",
  },
  examples: {
    bad: "FROM llama3.2\nPARAMETER temperature 0.7 # calm\n",
    good: "FROM llama3.2\n# calm\nPARAMETER temperature 0.7\n",
  },
  check({ valued, text }, report) {
    for (const instruction of valued) {
      const { name, value } = instruction;
      if (name !== "PARAMETER" && name !== "REQUIRES") continue;
      const comment = tryFindInlineComment(text, instruction);
      if (comment?.effect !== "refused") continue;
      report({
        message: `the comment becomes part of the value of ${labelOf(instruction)}`,
        span: comment.span,
        notes: [
          `Ollama refuses the value "${printable(value.text, 60)}". A comment needs a line of its own.`,
        ],
        fixes: [
          {
            title: "Remove the comment",
            applicability: "unsafe",
            edits: [{ span: comment.removal, text: "" }],
          },
        ],
      });
    }
  },
});

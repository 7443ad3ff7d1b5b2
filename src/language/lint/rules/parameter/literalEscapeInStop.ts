import { printable } from "../../../../base/redact.js";
import type { Fix } from "../../../diagnostics/diagnostic.js";
import type { ValueNode } from "../../../modelfile/tree.js";
import { defineRule } from "../../rule.js";
import { tryDecodeEscapes, tryFindEscape, tryStripQuotes } from "../../views/stopText.js";
import { stopUses } from "../../views/stopUses.js";

export const literalEscapeInStop = defineRule({
  number: "MF220",
  name: "literal-escape-in-stop",
  severity: "warning",
  fix: "unsafe",
  docs: {
    what: "A stop contains an escape such as `\\n` or `\\u003c`.",
    why: "Ollama has no escapes: `\\n` is a backslash and an n, which models do not write where they mean a new line. The stop never fits.",
    instead: "Write the characters themselves. A line break goes between quotes, on two lines.",
  },
  examples: {
    bad: 'FROM ./pine.gguf\nPARAMETER stop "\\nUser:"\n',
    good: 'FROM ./pine.gguf\nPARAMETER stop "\nUser:"\nPARAMETER stop "\\\\end{document}"\nPARAMETER stop \\text{\n',
  },
  check(file, report) {
    for (const { raw, value } of stopUses(file)) {
      const text = tryStripQuotes(raw) ?? raw;
      const found = tryFindEscape(text);
      if (found === undefined) continue;
      const meant = text === value.text ? tryDecodeEscapes(text) : undefined;
      report({
        message: `${printable(found)} is not an escape here: Ollama takes it as ${found.length} characters`,
        span: value.span,
        ...(meant === undefined ? {} : { fixes: [fixOf(meant, value)] }),
      });
    }
  },
});

function fixOf(meant: string, { span }: ValueNode): Fix {
  return {
    title: meant.includes("\n") ? "Write a line break" : `Write ${meant}`,
    applicability: "unsafe",
    edits: [{ span, text: `"${meant}"` }],
  };
}

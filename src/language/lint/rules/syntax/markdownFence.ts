import { deleteLine } from "../../deleteLine.js";
import { defineRule } from "../../rule.js";
import { findFences } from "../../views/strayLines.js";

export const markdownFence = defineRule({
  number: "MF013",
  name: "markdown-fence",
  severity: "error",
  fatal: true,
  fix: "safe",
  docs: {
    what: "The file stands in a code block of Markdown, as happens when a Modelfile is copied out of a page or a chat.",
    why: "Ollama takes it for an instruction, and stops.",
    instead: "Delete the lines with the backquotes.",
  },
  examples: {
    bad: "```\nFROM llama3.2\n```\n",
    good: 'FROM llama3.2\nSYSTEM """\nAnswer with a code block:\n```\n1 + 1\n```\n"""\n',
  },
  check(file, report) {
    if (file.reading.kind === "ok") return;
    const fences = findFences(file.tree);
    const [opening, closing] = fences;
    if (!opening) return;
    const edits = fences.flatMap((fence) => deleteLine(file, fence));
    report({
      message: "a code fence of Markdown is no instruction",
      span: opening.span,
      related: closing ? [{ span: closing.span, message: "the fence that belongs to it" }] : [],
      fixes: [{ title: closing ? "Delete both lines" : "Delete the line", applicability: "safe", edits }],
    });
  },
});

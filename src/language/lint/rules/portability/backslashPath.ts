import { printable } from "../../../../base/redact.js";
import { defineRule } from "../../rule.js";
import { isPathText } from "../../views/modelSource.js";

export const backslashPath = defineRule({
  number: "MF802",
  name: "backslash-path",
  severity: "warning",
  fix: "safe",
  docs: {
    what: "A relative path is written with backslashes.",
    why: "They separate folders on Windows only. On Linux and macOS the whole text is one odd name, which is not found.",
    instead: "Write slashes: Windows takes them too.",
  },
  examples: { bad: "FROM .\\models\\pine.gguf\n", good: "FROM ./models/pine.gguf\n" },
  check({ sources, text: source }, report) {
    for (const { instruction, text, form } of sources) {
      if (form.kind !== "path" || form.place !== "relative" || !text.includes("\\")) continue;
      const { span, contentSpan } = instruction.value;
      const edits = [...source.slice(contentSpan.start, contentSpan.end).matchAll(/\\+/g)].map(
        ({ 0: mark, index }) => ({
          span: { start: contentSpan.start + index, end: contentSpan.start + index + mark.length },
          text: "/",
        }),
      );
      // `models\\pine` is a path by its backslash alone; with a slash it could be a model's name.
      if (!isPathText(text.replace(/\\+/g, "/"))) {
        edits.unshift({ span: { start: contentSpan.start, end: contentSpan.start }, text: "./" });
      }
      report({
        message: `backslashes separate folders on Windows only: ${printable(text, 80)}`,
        span,
        fixes: [{ title: "Write slashes", applicability: "safe", edits }],
      });
    }
  },
});

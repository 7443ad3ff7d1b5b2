import type { RelatedPlace } from "../../../diagnostics/diagnostic.js";
import type { Span } from "../../../text/span.js";
import type { LintFile } from "../../lintFile.js";
import { defineRule } from "../../rule.js";
import { findSwallowedLines } from "../../views/openQuotes.js";
import { labelOf } from "../../views/valueLabel.js";

export const missingFrom = defineRule({
  number: "MF101",
  name: "missing-from",
  severity: "error",
  fatal: true,
  fix: "none",
  docs: {
    what: "The file has no FROM line.",
    why: "Ollama refuses it: there is nothing to build on.",
    instead: "Name a model, a GGUF file or a directory with weights: `FROM llama3.2`.",
  },
  examples: { bad: "SYSTEM You are terse.\n", good: "FROM llama3.2\nSYSTEM You are terse.\n" },
  check(file, report) {
    const { reading, tree } = file;
    if (reading.kind !== "error" || reading.at !== undefined) return;
    const related = [...relateComment(file), ...relateSwallowed(file)];
    report({
      message: `the file ${tree.items.length === 0 ? "is empty: it has" : "has"} no FROM line`,
      span: firstLine(file),
      related,
      notes: related.length > 0 ? [] : ["Start with a line such as FROM llama3.2."],
    });
  },
});

function firstLine({ tree, text }: LintFile): Span {
  const start = tree.items[0]?.span.start ?? 0;
  const length = text.slice(start).search(/[\r\n]|$/);
  return { start, end: start + length };
}

const commentedFrom = /^#[ \t]*(FROM[ \t]+[^ \t\r\n]+)[ \t]*$/i;

/** A line that was switched off, not a sentence with the word in it. */
function relateComment({ tree, text }: LintFile): RelatedPlace[] {
  const comment = tree.items.find(
    ({ kind, span }) => kind === "comment" && commentedFrom.test(text.slice(span.start, span.end)),
  );
  return comment ? [{ span: comment.span, message: "this one is a comment" }] : [];
}

/** A FROM that a quote left open above it has made part of a value. */
function relateSwallowed({ valued, text }: LintFile): RelatedPlace[] {
  return valued.flatMap((instruction) =>
    findSwallowedLines(text, instruction.value)
      .filter(({ word }) => word === "FROM")
      .slice(0, 1)
      .map(({ wordSpan }) => ({
        span: wordSpan,
        message: `this one is part of the value of ${labelOf(instruction)}`,
      })),
  );
}

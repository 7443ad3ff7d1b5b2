import { tryFindInlineComment } from "../inlineComment.js";
import type { LintFile, ValuedInstruction } from "../lintFile.js";
import { tryFindForeignQuotes } from "./foreignQuotes.js";

/**
 * A value without the comment behind it or the foreign quotes around it. Those are rules of their own; the
 * others judge what was meant, so that one slip is one finding and mending it brings no second to light.
 */
export function meantText({ text }: Pick<LintFile, "text">, instruction: ValuedInstruction): string {
  return (
    tryFindForeignQuotes(instruction)?.inside ??
    tryFindInlineComment(text, instruction)?.value ??
    instruction.value.text
  );
}

import type { TextEdit } from "../text/edit.js";
import type { Span } from "../text/span.js";
import type { Pragma } from "./pragmas.js";

const lineBreakAhead = /\r\n|\r|\n/y;

/**
 * Takes out an item with the whole lines that it stands on, the last one's line break included, and the
 * pragmas that speak of this item only: they would silence the next one.
 */
export function deleteLine(
  { text, pragmas = [] }: { readonly text: string; readonly pragmas?: readonly Pragma[] },
  { span }: { readonly span: Span },
): readonly TextEdit[] {
  const own = pragmasAbove(pragmas, span);
  return [...own.map((pragma) => pragma.span), span].map((one) => ({ span: linesOf(text, one), text: "" }));
}

/** Pragmas come in the order of the file; looking from behind keeps long files of them linear. */
function pragmasAbove(pragmas: readonly Pragma[], span: Span): Pragma[] {
  let low = 0;
  let high = pragmas.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((pragmas[middle]?.span.start ?? 0) < span.start) low = middle + 1;
    else high = middle;
  }
  const found: Pragma[] = [];
  for (let at = low - 1; at >= 0; at--) {
    const pragma = pragmas[at];
    if (pragma?.kind !== "ignore" || pragma.reach.end !== span.end) break;
    found.push(pragma);
  }
  return found.reverse();
}

function linesOf(text: string, span: Span): Span {
  // The mark that tells the encoding stays.
  const first = text.startsWith("\ufeff") ? 1 : 0;
  let start = span.start;
  while (start > first && !isLineBreak(text, start - 1)) start--;
  let end = span.end;
  while (end < text.length && !isLineBreak(text, end)) end++;
  lineBreakAhead.lastIndex = end;
  end += lineBreakAhead.exec(text)?.[0].length ?? 0;
  // A stray mark before the next line must not come to stand where it would be one.
  while (start === 0 && text[end] === "\ufeff") end++;
  return { start, end };
}

function isLineBreak(text: string, at: number): boolean {
  return text[at] === "\n" || text[at] === "\r";
}

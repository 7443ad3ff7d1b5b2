import type { Span } from "../../text/span.js";
import type { EditorDocument } from "../document/editorDocument.js";

/** What a selection that grows from an offset takes in, from the innermost to the whole file. */
export function selectAround({ tree, text }: EditorDocument, offset: number): readonly Span[] {
  const item = tree.items.find(({ span }) => offset >= span.start && offset <= span.end);
  const spans: Span[] = [];
  if (item?.kind === "instruction") {
    const { wordSpan, argument, value } = item;
    if (value && isAround(value.contentSpan, offset)) spans.push(lineAround(text, value.contentSpan, offset));
    if (value) spans.push(value.contentSpan, value.span);
    if (argument) spans.push(argument.span);
    spans.push(wordSpan);
  }
  if (item) spans.push(item.span);
  spans.push({ start: 0, end: text.length });
  return spans.filter((span, at) => isAround(span, offset) && !isSame(span, spans[at + 1]));
}

/** The part of a line that lies in the content. */
function lineAround(text: string, content: Span, offset: number): Span {
  let start = offset;
  let end = offset;
  while (start > content.start && !isLineBreak(text, start - 1)) start--;
  while (end < content.end && !isLineBreak(text, end)) end++;
  return { start, end };
}

function isLineBreak(text: string, at: number): boolean {
  return text[at] === "\n" || text[at] === "\r";
}

function isAround({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset <= end;
}

function isSame(a: Span, b: Span | undefined): boolean {
  return b !== undefined && a.start === b.start && a.end === b.end;
}

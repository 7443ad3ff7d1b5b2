/** A piece of a source text: UTF-16 offsets, `end` not included. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export function spanOf(start: number, end: number): Span {
  return { start, end };
}

export function hasOffset(span: Span, offset: number): boolean {
  return offset >= span.start && offset <= span.end;
}

import type { TextEdit } from "../text/edit.js";
import type { SourceFile } from "../text/sourceFile.js";
import type { Span } from "../text/span.js";

/** Line and column as people count: from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A span that lies inside the text, whatever was given. */
export function clampSpan({ text }: SourceFile, span: Span): Span {
  const start = clamp(span.start, text.length);
  return { start, end: Math.max(start, clamp(span.end, text.length)) };
}

function clamp(offset: number, length: number): number {
  return Number.isNaN(offset) ? 0 : Math.max(0, Math.min(Math.trunc(offset), length));
}

/**
 * Columns count UTF-16 units, a line break's own among them. A byte-order mark takes no column: editors don't show
 * it, and SARIF 2.1.0 (3.30.2) demands positions that don't depend on it.
 */
export function placeOf(source: SourceFile, offset: number): Place {
  const { line, column } = source.lines.positionAt(offset);
  return { line: line + 1, column: 1 + Math.max(0, column - (hidesBom(source, line) ? 1 : 0)) };
}

/** Where a finding begins. */
export function startOf(source: SourceFile, span: Span): Place {
  return placeOf(source, clampSpan(source, span).start);
}

/** The same place with its column in bytes of UTF-8, whatever the file's own encoding. */
export function utf8PlaceOf(source: SourceFile, offset: number): Place {
  const { line, column } = source.lines.positionAt(offset);
  const { start } = source.lines.lineSpan(line);
  const first = hidesBom(source, line) ? start + 1 : start;
  return { line: line + 1, column: 1 + utf8Length(source, first, Math.max(first, start + column)) };
}

function utf8Length(source: SourceFile, start: number, end: number): number {
  if (source.encoding === "utf-8") return source.byteOffsetAt(end) - source.byteOffsetAt(start);
  return new TextEncoder().encode(source.text.slice(start, end)).length;
}

function hidesBom({ hasBom }: SourceFile, line: number): boolean {
  return hasBom && line === 0;
}

/** Whether edits take away the byte-order mark, which places can't say. */
export function editsBom(source: SourceFile, edits: readonly TextEdit[]): boolean {
  if (!source.hasBom) return false;
  const spans = edits.map(({ span }) => clampSpan(source, span));
  return spans.some(({ start, end }) => start === 0 && end > 0);
}

/** The span without the line break that ends it: what is drawn ends on the line that it is about. */
export function withoutLastBreak({ text }: SourceFile, { start, end }: Span): Span {
  let last = end;
  if (last > start && text[last - 1] === "\n") last--;
  if (last > start && text[last - 1] === "\r") last--;
  return { start, end: last };
}

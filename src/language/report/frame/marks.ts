import type { SourceFile } from "../../text/sourceFile.js";
import type { Span } from "../../text/span.js";
import { clampSpan, withoutLastBreak } from "../places.js";

/** `primary` is what a finding points at, `related` another place of its story. */
export type MarkKind = "primary" | "related";

export interface RawMark {
  readonly kind: MarkKind;
  readonly span: Span;
  readonly label?: string;
}

/** A mark on one line. One over several lines is drawn as a rail, which has a mark on its first and last line. */
export interface Mark extends Span {
  readonly kind: MarkKind;
  readonly part: "whole" | "railStart" | "railEnd";
  readonly label: string;
}

export interface MarkedSource {
  /** By line, counted from zero. */
  readonly marksOf: ReadonlyMap<number, readonly Mark[]>;
  readonly rail: Rail | undefined;
}

export interface Rail {
  readonly kind: MarkKind;
  readonly firstLine: number;
  readonly lastLine: number;
  /** Nothing but blanks before it: the rail can start beside the line, without an arrow under it. */
  readonly startsLine: boolean;
}

/**
 * Sorts marks to their lines. The first mark of several lines becomes the rail (the finding's own, where it has
 * one); any other is drawn on its first line alone, because rails side by side are harder to read than one end.
 */
export function placeMarks(source: SourceFile, rawMarks: readonly RawMark[]): MarkedSource {
  const marksOf = new Map<number, Mark[]>();
  let rail: Rail | undefined;
  const add = (line: number, mark: Mark): void => {
    const { start, end } = source.lines.lineSpan(line);
    const inLine = { ...mark, start: clamp(mark.start, start, end), end: clamp(mark.end, start, end) };
    const others = marksOf.get(line);
    if (others) others.push(inLine);
    else marksOf.set(line, [inLine]);
  };
  for (const { kind, span, label = "" } of rawMarks) {
    const { start, end } = withoutLastBreak(source, clampSpan(source, span));
    const firstLine = source.lines.positionAt(start).line;
    const lastLine = source.lines.positionAt(end).line;
    if (lastLine === firstLine || rail) {
      add(firstLine, { kind, part: "whole", label, start, end });
      continue;
    }
    const before = source.text.slice(source.lines.lineSpan(firstLine).start, start);
    rail = { kind, firstLine, lastLine, startsLine: /^[ \t\ufeff]*$/.test(before) };
    add(firstLine, { kind, part: "railStart", label: "", start, end: start + 1 });
    add(lastLine, { kind, part: "railEnd", label, start: end - 1, end });
  }
  return { marksOf, rail };
}

function clamp(offset: number, low: number, high: number): number {
  return Math.max(low, Math.min(offset, high));
}

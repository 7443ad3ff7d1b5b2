import { type TextEdit, tryApplyEdits } from "../../text/edit.js";
import type { SourceFile } from "../../text/sourceFile.js";
import { clampSpan } from "../places.js";
import type { FrameRow } from "./drawFrame.js";
import { printView, viewLine } from "./lineViews.js";

/** A longer piece of text is not compared: the title of the fix has to do. */
const maxHunkLength = 20_000;

/** Lines that a hunk shows of either side. */
const maxHunkLines = 6;

/** The lines that edits change, before and after; no rows where nothing can be shown. */
export function drawDiff(source: SourceFile, edits: readonly TextEdit[], width: number): FrameRow[] {
  const rows: FrameRow[] = [];
  let moved = 0;
  for (const group of groupByLines(source, edits)) {
    const hunk = tryCompare(source, group);
    if (!hunk) continue;
    const { line, before, after } = hunk;
    if (rows.length > 0) rows.push({ kind: "gap", body: "" });
    rows.push(...drawSide("removed", line, before, after, width));
    rows.push(...drawSide("added", line + moved, after, before, width));
    moved += after.length - before.length;
  }
  return rows;
}

function groupByLines(source: SourceFile, edits: readonly TextEdit[]): TextEdit[][] {
  const groups: TextEdit[][] = [];
  let lastLine = Number.NEGATIVE_INFINITY;
  const inside = edits.map(({ span, text }) => ({ span: clampSpan(source, span), text }));
  for (const edit of inside.sort((a, b) => a.span.start - b.span.start)) {
    const { line } = source.lines.positionAt(edit.span.start);
    const group = groups.at(-1);
    if (group && line <= lastLine + 1) group.push(edit);
    else groups.push([edit]);
    lastLine = Math.max(lastLine, source.lines.positionAt(edit.span.end).line);
  }
  return groups;
}

interface Hunk {
  /** Counted from one. */
  readonly line: number;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

function tryCompare(source: SourceFile, edits: readonly TextEdit[]): Hunk | undefined {
  const firstLine = source.lines.positionAt(edits[0]?.span.start ?? 0).line;
  const lastLine = source.lines.positionAt(Math.max(...edits.map(({ span }) => span.end))).line;
  const start = source.lines.lineSpan(firstLine).start;
  const end = source.lines.lineSpan(lastLine).end;
  const inserted = edits.reduce((sum, { text }) => sum + text.length, 0);
  if (end - start + inserted > maxHunkLength) return undefined;
  const old = source.text.slice(start, end);
  const moved = edits.map(({ span, text }) => ({
    span: { start: span.start - start, end: span.end - start },
    text,
  }));
  const fresh = tryApplyEdits(old, moved);
  if (fresh === undefined || fresh === old) return undefined;
  // A fix of line breaks alone changes no line: then the carriage returns stay in, and are shown.
  const lineBreak = /\r\n|\r|\n/;
  const isOnlyBreaks = old.split(lineBreak).join("\n") === fresh.split(lineBreak).join("\n");
  const split = (text: string): string[] => text.split(isOnlyBreaks ? "\n" : lineBreak);
  return trimCommon(firstLine + 1, split(old), split(fresh));
}

function trimCommon(line: number, before: readonly string[], after: readonly string[]): Hunk {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  return {
    line: line + head,
    before: before.slice(head, before.length - tail),
    after: after.slice(head, after.length - tail),
  };
}

function drawSide(
  kind: "removed" | "added",
  firstLine: number,
  lines: readonly string[],
  others: readonly string[],
  width: number,
): FrameRow[] {
  const rows: FrameRow[] = lines.slice(0, maxHunkLines).map((text, index) => {
    const at = firstDifference(text, others[index] ?? "");
    const [shown] = viewLine(text, { start: 0, end: text.length }, [{ start: at, end: at + 1 }], width);
    return { kind, line: firstLine + index, body: shown ? printView(shown.view) : "" };
  });
  if (lines.length > maxHunkLines) rows.push({ kind: "gap", body: "" });
  return rows;
}

function firstDifference(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  let at = 0;
  while (at < shorter && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  return Math.min(at, Math.max(0, a.length - 1));
}

import type { Severity } from "../../diagnostics/diagnostic.js";
import type { TextEdit } from "../../text/edit.js";
import type { Style } from "../style.js";
import { visible } from "./cells.js";
import { columnsOf, type LineView } from "./lineViews.js";
import type { Mark, MarkKind } from "./marks.js";

export type Ink = MarkKind | "added";
export type Paint = (ink: Ink, text: string) => string;

/** A text at a column of a row; the pieces of a row stand in order and don't overlap. */
interface Piece {
  readonly column: number;
  readonly text: string;
  readonly ink: Ink;
}

export const signs: Readonly<Record<MarkKind, string>> = { primary: "^", related: "-" };

export function createPaint(style: Style, severity: Severity): Paint {
  return (ink, text) =>
    ink === "primary" ? style[severity](text) : ink === "related" ? style.related(text) : style.added(text);
}

/** The rows under a line: the marks, their labels, and the text that a fix would put there. */
export function drawMarks(
  view: LineView,
  marks: readonly Mark[],
  suggestion: TextEdit | undefined,
  paint: Paint,
): string[] {
  const placed = marks.map((mark) => ({ ...mark, ...columnsOf(view, mark) }));
  const rows: Piece[][] = [underline(placed)];
  const labelled = placed.filter(({ label }) => label !== "").sort((a, b) => b.from - a.from || b.to - a.to);
  const last = labelled[0];
  if (last && placed.every((mark) => mark.from <= last.from && mark.to <= last.to)) {
    rows[0]?.push({ column: last.to + 1, text: visible(last.label), ink: last.kind });
    labelled.shift();
  }
  if (labelled.length > 0) rows.push(connectors(labelled));
  for (const [index, mark] of labelled.entries()) {
    const label = { column: mark.from, text: visible(mark.label), ink: mark.kind };
    rows.push([...connectors(labelled.slice(index + 1).filter(({ from }) => from < mark.from)), label]);
  }
  if (suggestion) {
    const { from } = columnsOf(view, suggestion.span);
    rows.push([{ column: from, text: visible(suggestion.text), ink: "added" }]);
  }
  return rows.map((pieces) => printPieces(pieces, paint));
}

interface PlacedMark extends Mark {
  readonly from: number;
  readonly to: number;
}

/** Long marks first, so that short ones inside them stay visible; the finding's own last of all. */
function underline(placed: readonly PlacedMark[]): Piece[] {
  const kinds: (MarkKind | undefined)[] = [];
  const rank = ({ kind, from, to }: PlacedMark): number => from - to + (kind === "primary" ? 0.5 : 0);
  for (const { kind, from, to } of [...placed].sort((a, b) => rank(a) - rank(b))) {
    for (let column = from; column < to; column++) kinds[column] = kind;
  }
  const pieces: Piece[] = [];
  for (let column = 0; column < kinds.length; ) {
    const ink = kinds[column];
    let end = column + 1;
    while (end < kinds.length && kinds[end] === ink) end++;
    if (ink) pieces.push({ column, text: signs[ink].repeat(end - column), ink });
    column = end;
  }
  return pieces;
}

function connectors(marks: readonly PlacedMark[]): Piece[] {
  const byColumn = new Map(marks.map((mark) => [mark.from, mark.kind]));
  return [...byColumn].sort(([a], [b]) => a - b).map(([column, ink]) => ({ column, text: "|", ink }));
}

function printPieces(pieces: readonly Piece[], paint: Paint): string {
  let row = "";
  let at = 0;
  for (const { column, text, ink } of pieces) {
    row += " ".repeat(Math.max(0, column - at)) + paint(ink, text);
    at = column + text.length;
  }
  return row;
}

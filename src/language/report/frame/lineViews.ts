import type { Span } from "../../text/span.js";
import { type Cell, layOutCells, widthOfCells } from "./cells.js";

/** A line, or the part of a long one that a report shows. */
export interface LineView {
  readonly cells: readonly Cell[];
  readonly cutsBefore: boolean;
  readonly cutsAfter: boolean;
}

/** A view and what it is shown for. */
export interface MarkedView<Mark extends Span> {
  readonly view: LineView;
  readonly marks: readonly Mark[];
}

const ellipsis = "…";

/** Columns before a mark that tell where it stands, when the line is too long to be shown. */
const leadWidth = 12;

/** A line as it is shown: whole where it fits, else a window around each group of marks that fit in one. */
export function viewLine<Mark extends Span>(
  text: string,
  line: Span,
  marks: readonly Mark[],
  maxWidth: number,
): MarkedView<Mark>[] {
  const cuts = marks.flatMap(({ start, end }) => [start, end]);
  const cells = layOutCells(text, line.start, line.end, { maxWidth, cuts });
  if ((cells.at(-1)?.end ?? line.start) >= line.end) {
    return [{ view: { cells, cutsBefore: false, cutsAfter: false }, marks }];
  }
  if (marks.length === 0) return [{ view: openWindow(text, line, line, cuts, maxWidth), marks }];
  return groupMarks(marks, maxWidth).map((group) => ({
    view: openWindow(text, line, extentOf(group), cuts, maxWidth),
    marks: group,
  }));
}

function groupMarks<Mark extends Span>(marks: readonly Mark[], maxWidth: number): Mark[][] {
  const groups: Mark[][] = [];
  for (const mark of [...marks].sort((a, b) => a.start - b.start)) {
    const group = groups.at(-1);
    const reach = mark.start + Math.min(mark.end - mark.start, leadWidth);
    if (group?.[0] && reach - group[0].start <= maxWidth - 2 * leadWidth) group.push(mark);
    else groups.push([mark]);
  }
  return groups;
}

function extentOf(marks: readonly Span[]): Span {
  return {
    start: Math.min(...marks.map(({ start }) => start)),
    end: Math.max(...marks.map(({ end }) => end)),
  };
}

function openWindow(
  text: string,
  line: Span,
  around: Span,
  cuts: readonly number[],
  maxWidth: number,
): LineView {
  // Two columns are for the ellipses.
  const room = maxWidth - 2;
  const extent = around.end - around.start;
  const spare = Math.max(leadWidth, Math.floor((room - extent) / 2));
  const wanted = Math.max(line.start, Math.min(around.start - spare, line.end - room));
  const from = isLowSurrogate(text, wanted) ? wanted + 1 : wanted;
  const before = layOutCells(text, from, around.start, { cuts });
  // Escapes and wide characters take more columns than units: they must not push out what is marked.
  const needed = Math.min(Math.max(1, extent), room - leadWidth);
  const lead = dropColumns(before, widthOfCells(before) + needed - room);
  const column = widthOfCells(lead);
  const rest = layOutCells(text, around.start, line.end, { maxWidth: room - column, column, cuts });
  const cells = [...lead, ...rest];
  return {
    cells,
    cutsBefore: (cells[0]?.start ?? line.start) > line.start,
    cutsAfter: (cells.at(-1)?.end ?? around.start) < line.end,
  };
}

function isLowSurrogate(text: string, offset: number): boolean {
  const unit = text.charCodeAt(offset);
  return unit >= 0xdc00 && unit < 0xe000;
}

function dropColumns(cells: readonly Cell[], columns: number): readonly Cell[] {
  let dropped = 0;
  let index = 0;
  while (dropped < columns && index < cells.length) dropped += cells[index++]?.width ?? 0;
  return cells.slice(index);
}

export function printView({ cells, cutsBefore, cutsAfter }: LineView): string {
  const shown = cells.map(({ text }) => text).join("");
  return `${cutsBefore ? ellipsis : ""}${shown}${cutsAfter ? ellipsis : ""}`;
}

/** The columns that a span covers in the view, ellipses included; an empty span takes one. */
export function columnsOf(
  { cells, cutsBefore, cutsAfter }: LineView,
  { start, end }: Span,
): { readonly from: number; readonly to: number } {
  let column = cutsBefore ? 1 : 0;
  let from = cutsBefore && start < (cells[0]?.start ?? 0) ? 0 : undefined;
  let to = column;
  for (const cell of cells) {
    if (from === undefined && cell.end > start) from = column;
    column += cell.width;
    if (cell.start < end) to = column;
  }
  if (cutsAfter && end > (cells.at(-1)?.end ?? end)) to = column + 1;
  const first = from ?? column;
  return { from: first, to: Math.max(to, first + 1) };
}

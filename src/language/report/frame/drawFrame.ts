import type { Severity } from "../../diagnostics/diagnostic.js";
import type { TextEdit } from "../../text/edit.js";
import type { SourceFile } from "../../text/sourceFile.js";
import type { Span } from "../../text/span.js";
import type { Style } from "../style.js";
import { visible } from "./cells.js";
import { createPaint, drawMarks, type Paint, signs } from "./drawMarks.js";
import { columnsOf, type LineView, printView, viewLine } from "./lineViews.js";
import { type Mark, type MarkedSource, placeMarks, type Rail, type RawMark } from "./marks.js";

/** A row of a frame: source lines and lines of a fix have a number; a `gap` stands for lines left out. */
export interface FrameRow {
  readonly kind: "line" | "marks" | "gap" | "removed" | "added";
  readonly line?: number;
  readonly body: string;
}

export interface FrameInput {
  readonly source: SourceFile;
  /** The finding's own first. */
  readonly marks: readonly RawMark[];
  /** Drawn under what it replaces. */
  readonly suggestion?: TextEdit | undefined;
  readonly severity: Severity;
  readonly style: Style;
  /** Columns for the source text. */
  readonly width: number;
}

/** Lines of a long mark that are shown at either end. */
const railEnds = 2;

/** The source lines that marks stand on, with the marks drawn under them. */
export function drawFrame(input: FrameInput): FrameRow[] {
  const { source, style, severity } = input;
  const marked = placeMarks(source, input.marks);
  const rail = createRailPen(marked.rail, createPaint(style, severity));
  const rows: FrameRow[] = [];
  let previous: number | undefined;
  for (const line of chooseLines(marked)) {
    if (previous !== undefined && line > previous + 1) rows.push({ kind: "gap", body: rail.margin() });
    rows.push(...drawLine(line, marked, rail, input));
    previous = line;
  }
  return rows;
}

function chooseLines({ marksOf, rail }: MarkedSource): number[] {
  const chosen = new Set(marksOf.keys());
  for (let i = 1; rail && i < railEnds; i++) {
    chosen.add(Math.min(rail.firstLine + i, rail.lastLine));
    chosen.add(Math.max(rail.lastLine - i, rail.firstLine));
  }
  // To leave out a single line saves nothing.
  const single = [...chosen].filter((line) => !chosen.has(line + 1) && chosen.has(line + 2));
  return [...chosen, ...single.map((line) => line + 1)].sort((a, b) => a - b);
}

/** Draws the rail at the left of a frame: it knows where the rail has begun and ended. */
interface RailPen {
  /** What stands before a source line. */
  margin(line?: number): string;
  begin(view: LineView, mark: Mark): string[];
  end(view: LineView, mark: Mark): string;
}

function createRailPen(rail: Rail | undefined, paint: Paint): RailPen {
  let isOpen = false;
  const draw = (text: string): string => (rail ? paint(rail.kind, text) : "");
  const arrow = (column: number): string => "_".repeat(column + 1) + (rail ? signs[rail.kind] : "");
  return {
    margin(line) {
      if (!rail) return "";
      if (line === rail.firstLine && rail.startsLine && !isOpen) return `${draw("/")} `;
      return isOpen ? `${draw("|")} ` : "  ";
    },
    begin(view, mark) {
      isOpen = true;
      return rail?.startsLine ? [] : [` ${draw(arrow(columnsOf(view, mark).from))}`];
    },
    end(view, mark) {
      isOpen = false;
      const label = mark.label === "" ? "" : ` ${visible(mark.label)}`;
      return draw(`|${arrow(columnsOf(view, mark).to - 1)}${label}`);
    },
  };
}

function drawLine(line: number, marked: MarkedSource, rail: RailPen, input: FrameInput): FrameRow[] {
  const { source, style, severity, suggestion } = input;
  const marks = marked.marksOf.get(line) ?? [];
  const rows: FrameRow[] = [];
  const span = shownSpan(source, line, marks);
  for (const { view, marks: own } of viewLine(source.text, span, marks, input.width)) {
    rows.push({ kind: "line", line: line + 1, body: rail.margin(line) + printView(view) });
    const draw = (bodies: readonly string[]): void => {
      rows.push(...bodies.map((body) => ({ kind: "marks" as const, body })));
    };
    const [start, end] = [own.find(isRailStart), own.find(isRailEnd)];
    const whole = own.filter(({ part }) => part === "whole");
    if (start) draw(rail.begin(view, start));
    if (whole.length > 0) {
      const edit = suggestion && hasPlaceFor(suggestion, whole) ? suggestion : undefined;
      const bodies = drawMarks(view, whole, edit, createPaint(style, severity));
      draw(bodies.map((body) => rail.margin() + body));
    }
    if (end) draw([rail.end(view, end)]);
  }
  return rows;
}

const isRailStart = ({ part }: Mark): boolean => part === "railStart";
const isRailEnd = ({ part }: Mark): boolean => part === "railEnd";

function hasPlaceFor(suggestion: TextEdit, marks: readonly Mark[]): boolean {
  const { start } = suggestion.span;
  return marks.some((mark) => mark.kind === "primary" && start >= mark.start && start <= mark.end);
}

/** A byte-order mark is shown only to a finding about it: editors don't show it either. */
function shownSpan(source: SourceFile, line: number, marks: readonly Mark[]): Span {
  const { start, end } = source.lines.lineSpan(line);
  const isAboutBom = marks.some((mark) => mark.part === "whole" && mark.start === 0 && mark.end === 1);
  return line === 0 && source.hasBom && !isAboutBom ? { start: 1, end: Math.max(1, end) } : { start, end };
}

import { count } from "../../../base/plural.js";
import type { Applicability, Diagnostic, Fix } from "../../diagnostics/diagnostic.js";
import type { TextEdit } from "../../text/edit.js";
import type { SourceFile } from "../../text/sourceFile.js";
import { clampSpan, startOf, withoutLastBreak } from "../places.js";
import type { ReportOptions } from "../reportInput.js";
import { plainStyle, type Style } from "../style.js";
import { visible } from "./cells.js";
import { drawDiff } from "./drawDiff.js";
import { drawFrame, type FrameRow } from "./drawFrame.js";
import type { RawMark } from "./marks.js";

/** Where a terminal's width is not known. */
const defaultWidth = 100;
/** Below this, a window on a long line would show little but its ellipses. */
const minTextWidth = 40;

/** Places and fixes that one finding shows; a stop that is set a thousand times is not drawn a thousand times. */
const maxRelated = 8;
const maxFixes = 3;

/** A longer replacement is easier to read as a line of its own. */
const maxSuggestionLength = 60;

interface Page {
  readonly source: SourceFile;
  readonly style: Style;
  readonly gutterWidth: number;
  readonly textWidth: number;
}

/** One finding with its code frame, notes and fixes; every line ends with a line break. */
export function printFinding(
  source: SourceFile,
  diagnostic: Diagnostic,
  { style = plainStyle, width = defaultWidth }: ReportOptions = {},
  helpUri?: string,
): string {
  const related = (diagnostic.related ?? []).slice(0, maxRelated);
  const gutterWidth = String(lastLineOf(source, [diagnostic, ...related])).length;
  const textWidth = Math.max(minTextWidth, width - gutterWidth - " | ".length);
  const page: Page = { source, style, gutterWidth, textWidth };
  const suggestion = trySuggest(source, diagnostic);
  const marks: RawMark[] = [
    { kind: "primary", span: diagnostic.span },
    ...related.map(({ span, message }) => ({ kind: "related" as const, span, label: message })),
  ];
  const { severity } = diagnostic;
  const frame = drawFrame({ source, marks, suggestion, severity, style, width: textWidth });
  const footer = printFooter(page, diagnostic, suggestion !== undefined);
  const lines = [
    printHeader(diagnostic, style, helpUri),
    printArrow(page, diagnostic),
    printRow(page, { kind: "marks", body: "" }),
    ...frame.map((row) => printRow(page, row)),
    ...footer,
  ];
  return `${lines.join("\n")}\n`;
}

function lastLineOf(source: SourceFile, places: readonly Pick<Diagnostic, "span">[]): number {
  const ends = places.map(({ span }) => withoutLastBreak(source, clampSpan(source, span)).end);
  return source.lines.positionAt(Math.max(...ends)).line + 1;
}

function printHeader({ severity, code, message }: Diagnostic, style: Style, helpUri?: string): string {
  const shown = visible(code);
  const linked = helpUri === undefined ? shown : style.link(shown, helpUri);
  return `${style[severity](`${severity}[${linked}]`)}${style.bold(`: ${visible(message)}`)}`;
}

function printArrow({ source, style, gutterWidth }: Page, { span }: Diagnostic): string {
  const { line, column } = startOf(source, span);
  return `${" ".repeat(gutterWidth)}${style.gutter("-->")} ${visible(source.path)}:${line}:${column}`;
}

const edges: Readonly<Record<FrameRow["kind"], string>> = {
  line: "|",
  marks: "|",
  gap: ":",
  removed: "-",
  added: "+",
};

function printRow({ style, gutterWidth }: Page, { kind, line, body }: FrameRow): string {
  const number = (line === undefined ? "" : String(line)).padStart(gutterWidth);
  const isChange = kind === "removed" || kind === "added";
  const edge = `${style.gutter(number)} ${isChange ? style[kind](edges[kind]) : style.gutter(edges[kind])}`;
  const shown = body.trimEnd();
  if (shown === "") return edge;
  return `${edge} ${isChange ? style[kind](shown) : shown}`;
}

/** The replacement that can stand under the caret: short, on one line, for just what is marked or beside it. */
function trySuggest(source: SourceFile, { span, fixes }: Diagnostic): TextEdit | undefined {
  const edits = fixes?.[0]?.edits ?? [];
  const [edit] = edits;
  if (!edit || edits.length > 1) return undefined;
  if (!/\S/.test(edit.text) || /[\r\n]/.test(edit.text) || edit.text.length > maxSuggestionLength)
    return undefined;
  const marked = withoutLastBreak(source, clampSpan(source, span));
  const { start, end } = clampSpan(source, edit.span);
  const isOneLine = !/[\r\n]/.test(source.text.slice(marked.start, marked.end));
  const isSame = start === marked.start && end === marked.end;
  const isBeside = start === end && start >= marked.start && start <= marked.end;
  return isOneLine && (isSame || isBeside) ? { span: { start, end }, text: edit.text } : undefined;
}

function printFooter(page: Page, diagnostic: Diagnostic, isSuggested: boolean): string[] {
  const { related = [], notes = [], fixes = [] } = diagnostic;
  const { style } = page;
  const lines = notes.flatMap((note) => printNote(page, style.bold("note"), "note", note));
  const more = related.length - maxRelated;
  if (more > 0)
    lines.push(...printNote(page, style.bold("note"), "note", `and ${count(more, "more place")}`));
  for (const [index, fix] of fixes.slice(0, maxFixes).entries()) {
    const word = fix.applicability === "display" ? "help" : "fix";
    lines.push(...printNote(page, style.added(word), word, `${fix.title}${flagOf[fix.applicability]}`));
    if (index > 0 || !isSuggested) lines.push(...printDiff(page, fix));
  }
  return lines.length > 0 ? [printRow(page, { kind: "marks", body: "" }), ...lines] : [];
}

const flagOf: Readonly<Record<Applicability, string>> = {
  safe: " (--fix)",
  unsafe: " (--fix --unsafe-fixes)",
  display: "",
};

function printNote({ style, gutterWidth }: Page, word: string, plainWord: string, text: string): string[] {
  const edge = " ".repeat(gutterWidth);
  const [first = "", ...more] = text.split(/\r\n|\r|\n/).map(visible);
  const indent = " ".repeat(plainWord.length + " = : ".length);
  return [
    `${edge} ${style.gutter("=")} ${word}: ${first}`,
    ...more.map((line) => `${edge}${indent}${line}`.trimEnd()),
  ];
}

function printDiff(page: Page, { edits }: Fix): string[] {
  const rows = drawDiff(page.source, edits, page.textWidth);
  if (rows.length === 0) return [];
  const edge = printRow(page, { kind: "marks", body: "" });
  return [edge, ...rows.map((row) => printRow(page, row))];
}

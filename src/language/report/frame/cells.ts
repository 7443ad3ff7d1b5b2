import { isPrintableRune } from "../../modelfile/printable.js";
import { widthOf, widthOfCluster } from "./charWidth.js";

/** What is drawn as one piece: a character, an escape for one that can't be seen, the blanks of a tab. */
export interface Cell {
  readonly text: string;
  /** Columns, at least one. */
  readonly width: number;
  /** The UTF-16 offsets that it stands for. */
  readonly start: number;
  readonly end: number;
}

export interface CellOptions {
  /** Stop when this many columns are full. */
  readonly maxWidth?: number;
  /** The column of the first cell, for tabs. */
  readonly column?: number;
  /** Offsets where a span starts or ends: a character that one of them cuts is shown in its parts. */
  readonly cuts?: readonly number[];
}

/** Four columns, as rustc and most editors show a tab; the eight of terminals push short lines off the screen. */
const tabWidth = 4;

/**
 * A character with more marks than this is shown in its parts: no script stacks so many, but text that
 * wants to draw over the lines above it does.
 */
const maxClusterLength = 32;

const plain = /^[\x20-\x7e]*$/;

let segmenter: Intl.Segmenter | undefined;

/** Made when the first text beyond ASCII is drawn: it takes several milliseconds, which every start would pay. */
function graphemes(): Intl.Segmenter {
  segmenter ??= new Intl.Segmenter("en", { granularity: "grapheme" });
  return segmenter;
}

/** Lays out text[start, end), which holds no line break that counts. */
export function layOutCells(text: string, start: number, end: number, options: CellOptions = {}): Cell[] {
  const { maxWidth = Number.POSITIVE_INFINITY, column = 0, cuts = [] } = options;
  // A cell is at least one column wide, so no more text than this can matter.
  const piece = text.slice(start, Math.min(end, start + maxWidth * maxClusterLength));
  const cells: Cell[] = [];
  let at = column;
  const add = (shown: string, width: number, from: number, to: number): boolean => {
    if (at + width - column > maxWidth) return false;
    cells.push({ text: shown, width, start: from, end: to });
    at += width;
    return true;
  };
  for (const { segment, index } of plain.test(piece) ? charactersOf(piece) : graphemes().segment(piece)) {
    const from = start + index;
    const isCut = cuts.some((cut) => cut > from && cut < from + segment.length);
    if (!isCut && isDrawable(segment)) {
      if (!add(segment, widthOfCluster(segment), from, from + segment.length)) return cells;
      continue;
    }
    let offset = from;
    for (const char of segment) {
      const shown = char === "\t" ? " ".repeat(tabWidth - (at % tabWidth)) : showAlone(char);
      const width = plain.test(shown) ? shown.length : widthOf(char.codePointAt(0) ?? 0);
      if (!add(shown, width, offset, offset + char.length)) return cells;
      offset += char.length;
    }
  }
  return cells;
}

function* charactersOf(text: string): Iterable<{ segment: string; index: number }> {
  for (let index = 0; index < text.length; index++) yield { segment: text.charAt(index), index };
}

/** Emoji joined by U+200D: the one place where a character that can't be seen does what its writer meant. */
const joinedEmoji =
  /^\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|\ufe0f)*(?:\u200d\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|\ufe0f)*)+$/u;

function isDrawable(cluster: string): boolean {
  if (cluster.length > maxClusterLength || widthOfCluster(cluster) === 0) return false;
  if (joinedEmoji.test(cluster)) return true;
  const [first = ""] = cluster;
  if (widthOf(first.codePointAt(0) ?? 0) === 0) return false;
  for (const char of cluster) if (!isPrintableRune(char.codePointAt(0) ?? 0)) return false;
  return true;
}

function showAlone(char: string): string {
  const codePoint = char.codePointAt(0) ?? 0;
  if (isPrintableRune(codePoint) && widthOf(codePoint) > 0) return char;
  return `\\u{${codePoint.toString(16)}}`;
}

export function widthOfCells(cells: readonly Cell[]): number {
  return cells.reduce((width, cell) => width + cell.width, 0);
}

/**
 * Foreign text in one line of a report: whatever could drive a terminal, hide or reorder text is shown as
 * `\u{…}`. That is all that Ollama drops from values, so a message shows what Ollama will not see.
 */
export function visible(text: string): string {
  if (plain.test(text)) return text;
  return layOutCells(text.replaceAll("\t", "\\u{9}"), 0, Number.POSITIVE_INFINITY)
    .map((cell) => cell.text)
    .join("");
}

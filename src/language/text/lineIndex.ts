/** Where lines start, as editors count them: `\n`, `\r\n` and a lone `\r` each end a line. */
export interface LineIndex {
  readonly count: number;
  /** Zero-based line and UTF-16 column. */
  positionAt(offset: number): Position;
  /** The offset of a position; a column past the line's end becomes the line's end. */
  offsetAt(position: Position): number;
  /** Start and end of a line, its line break not included. */
  lineSpan(line: number): { readonly start: number; readonly end: number };
}

export interface Position {
  readonly line: number;
  readonly column: number;
}

export function indexLines(text: string): LineIndex {
  const starts = [0];
  const lineBreak = /\r\n|\r|\n/g;
  while (lineBreak.exec(text)) starts.push(lineBreak.lastIndex);
  const lineSpan = (line: number) => {
    const start = starts[line] ?? text.length;
    let end = line + 1 < starts.length ? (starts[line + 1] ?? text.length) : text.length;
    if (line + 1 < starts.length) end -= text[end - 1] === "\n" && text[end - 2] === "\r" ? 2 : 1;
    return { start, end };
  };
  return {
    count: starts.length,
    lineSpan,
    positionAt(offset) {
      const at = Math.max(0, Math.min(offset, text.length));
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((starts[middle] ?? 0) <= at) low = middle;
        else high = middle - 1;
      }
      return { line: low, column: at - (starts[low] ?? 0) };
    },
    offsetAt({ line, column }) {
      if (line < 0) return 0;
      if (line >= starts.length) return text.length;
      const { start, end } = lineSpan(line);
      return Math.min(start + Math.max(0, column), end);
    },
  };
}

import type { Paint } from "./style.js";

type Line = readonly [sign: " " | "-" | "+", text: string];

const contextLines = 3;

/** Unified diff of two texts, for people and for `patch`. */
export function printDiff(path: string, before: string, after: string, paint: Paint): string {
  const lines = diffLines(before.split(/(?<=\n)/), after.split(/(?<=\n)/));
  const out = [paint("bold", `--- ${path}`), paint("bold", `+++ ${path}`)];
  for (const hunk of hunksOf(lines)) {
    out.push(paint("cyan", hunk.header));
    for (const [sign, text] of hunk.lines) {
      const shown = `${sign}${text.replace(/\n$/, "")}`;
      out.push(sign === "+" ? paint("green", shown) : sign === "-" ? paint("red", shown) : shown);
      if (!text.endsWith("\n")) out.push("\\ No newline at end of file");
    }
  }
  return `${out.join("\n")}\n`;
}

/**
 * Longest common subsequence of lines between the common start and end. Modelfiles have tens of lines; a
 * file whose middle is too large for the table is shown as replaced whole.
 */
function diffLines(before: readonly string[], after: readonly string[]): Line[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  while (
    end < before.length - start &&
    end < after.length - start &&
    before.at(-1 - end) === after.at(-1 - end)
  )
    end++;
  const a = before.slice(start, before.length - end);
  const b = after.slice(start, after.length - end);
  const same = (lines: readonly string[]): Line[] => lines.map((text) => [" ", text]);
  return [...same(before.slice(0, start)), ...diffMiddle(a, b), ...same(before.slice(before.length - end))];
}

const maxTableCells = 4_000_000;

function diffMiddle(a: readonly string[], b: readonly string[]): Line[] {
  if (a.length * b.length > maxTableCells) {
    return [...a.map((text): Line => ["-", text]), ...b.map((text): Line => ["+", text])];
  }
  const width = b.length + 1;
  const common = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number): number => common[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      common[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: Line[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push([" ", a[i++] ?? ""]);
      j++;
    } else if (i < a.length && (j >= b.length || at(i + 1, j) >= at(i, j + 1)))
      lines.push(["-", a[i++] ?? ""]);
    else lines.push(["+", b[j++] ?? ""]);
  }
  return lines;
}

function hunksOf(lines: readonly Line[]): { header: string; lines: readonly Line[] }[] {
  const changes = lines.flatMap(([sign], index) => (sign === " " ? [] : [index]));
  const hunks: { from: number; to: number }[] = [];
  for (const index of changes) {
    const last = hunks[hunks.length - 1];
    const to = Math.min(lines.length, index + contextLines + 1);
    if (last && index - contextLines <= last.to) last.to = to;
    else hunks.push({ from: Math.max(0, index - contextLines), to });
  }
  return hunks.map(({ from, to }) => {
    const count = (sign: string, upTo: readonly Line[]): number =>
      upTo.filter(([s]) => s === " " || s === sign).length;
    const before = lines.slice(0, from);
    const inside = lines.slice(from, to);
    const range = (sign: string): string => `${count(sign, before) + 1},${count(sign, inside)}`;
    return { header: `@@ -${range("-")} +${range("+")} @@`, lines: inside };
  });
}

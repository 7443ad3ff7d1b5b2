import { printableRuns } from "./printable.generated.js";

/** Anything that is surely kept: printable ASCII, tab and line breaks. */
const onlyPlain = /^[\x20-\x7e\t\r\n]*$/;

/**
 * Whether Ollama keeps a code point inside a value. It drops what Go does not call printable: control
 * and format characters (zero-width space, soft hyphen …), NBSP and other spaces, private use, unassigned.
 * Blanks and line breaks take another way through its parser and are kept.
 */
export function isPrintableRune(rune: number): boolean {
  if (rune < 0x80) return rune >= 0x20 && rune < 0x7f;
  let low = 0;
  let high = printableRuns.length / 2 - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (rune < (printableRuns[middle * 2] ?? 0)) high = middle - 1;
    else if (rune > (printableRuns[middle * 2 + 1] ?? 0)) low = middle + 1;
    else return true;
  }
  return false;
}

export function isKeptInValue(rune: number): boolean {
  return rune === 0x09 || rune === 0x0a || rune === 0x0d || isPrintableRune(rune);
}

/** A rune that Ollama leaves out of what it reads. */
export interface DroppedRune {
  readonly offset: number;
  readonly rune: number;
}

/** The runes of text[start, end) that Ollama drops; nothing is allocated for ordinary text. */
export function findDroppedRunes(text: string, start: number, end: number): readonly DroppedRune[] {
  if (onlyPlain.test(text.slice(start, end))) return none;
  const dropped: DroppedRune[] = [];
  for (let at = start; at < end; ) {
    const rune = runeAt(text, at);
    if (!isKeptInValue(rune)) dropped.push({ offset: at, rune });
    at += rune > 0xffff ? 2 : 1;
  }
  return dropped;
}

const none: readonly DroppedRune[] = [];

/** The code point at an offset, as Go sees it: a lone half of a surrogate pair is U+FFFD. */
export function runeAt(text: string, offset: number): number {
  const rune = text.codePointAt(offset) ?? 0;
  return rune >= 0xd800 && rune < 0xe000 ? 0xfffd : rune;
}

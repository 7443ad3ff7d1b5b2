import { isKeptInValue, runeAt } from "./printable.js";

/** Where a value ends and how it is quoted. */
export interface ScannedValue {
  /** End of the raw value: the offset of the line break that completes it, or of the text's end. */
  readonly end: number;
  readonly quote: Quote;
  /** False when the text ended before the closing quote. */
  readonly closed: boolean;
}

export type Quote = "" | '"' | '"""';

/**
 * Finds the end of a value that starts at `start`. Ollama has no escapes and looks for the closing
 * quote at one place only: the end of a line. What stands on a line after a closing quote therefore
 * keeps the value open.
 */
export function scanValue(text: string, start: number): ScannedValue {
  const opening = findOpeningQuote(text, start);
  let end = opening.lineEnd;
  if (opening.quote === "") return { end, quote: "", closed: true };
  let lineStart = opening.end;
  for (;;) {
    if (endsWithQuote(text, lineStart, end, opening.quote))
      return { end, quote: opening.quote, closed: true };
    if (end >= text.length) return { end, quote: opening.quote, closed: false };
    lineStart = end + 1;
    end = lineEnd(text, lineStart);
  }
}

/** The next `\r` or `\n`: Ollama tests a value at each of the two, also within one CRLF. */
function lineEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 0x0a || unit === 0x0d) return at;
  }
  return text.length;
}

export interface OpeningQuote {
  readonly quote: Quote;
  readonly start: number;
  /** The offset behind the quote: where the value's text starts. */
  readonly end: number;
  readonly lineEnd: number;
}

/** The quote that a value opens with, blanks and dropped runes before and between not counted. */
export function findOpeningQuote(text: string, from: number): OpeningQuote {
  const end = lineEnd(text, from);
  const start = skipBlanksAndDropped(text, from, end);
  if (text[start] !== '"') return { quote: "", start, end: start, lineEnd: end };
  let at = start;
  for (let seen = 1; seen < 3; seen++) {
    at = skipDropped(text, at + 1, end);
    if (at >= end || text[at] !== '"') return { quote: '"', start, end: start + 1, lineEnd: end };
  }
  return { quote: '"""', start, end: at + 1, lineEnd: end };
}

/** Whether what Ollama keeps of text[start, end) ends with the quote, blanks at the end not counted. */
function endsWithQuote(text: string, start: number, end: number, quote: Quote): boolean {
  let at = end;
  let seen = 0;
  while (at > start) {
    const unit = text.charCodeAt(at - 1);
    const isLowHalf = unit >= 0xdc00 && unit < 0xe000 && at - 2 >= start && runeAt(text, at - 2) > 0xffff;
    const from = isLowHalf ? at - 2 : at - 1;
    const isTrimmed = seen === 0 && (unit === 0x20 || unit === 0x09);
    if (unit === 0x22) {
      seen++;
      if (seen === quote.length) return true;
    } else if (!isTrimmed && isKeptInValue(runeAt(text, from))) {
      return false;
    }
    at = from;
  }
  return false;
}

function skipBlanksAndDropped(text: string, start: number, end: number): number {
  let at = start;
  while (at < end) {
    const unit = text.charCodeAt(at);
    if (unit !== 0x20 && unit !== 0x09) {
      const rune = runeAt(text, at);
      if (isKeptInValue(rune)) return at;
      at += rune > 0xffff ? 2 : 1;
    } else at++;
  }
  return at;
}

function skipDropped(text: string, start: number, end: number): number {
  let at = start;
  while (at < end) {
    const rune = runeAt(text, at);
    if (isKeptInValue(rune)) return at;
    at += rune > 0xffff ? 2 : 1;
  }
  return at;
}

import { canonicalText, textOfByte, tryRawByte } from "./goText.js";
import { isPrintableRune } from "./unicode.js";

/** A text as a Go string literal in double quotes (`strconv.Quote`, with `ascii` `strconv.QuoteToASCII`). */
export function quoteText(text: string, ascii = false): string {
  let quoted = '"';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const byte = tryRawByte(code);
    quoted += byte === undefined ? escapeRune(code, 0x22, ascii) : `\\x${hex(byte, 2)}`;
  }
  return `${quoted}"`;
}

/** A rune as a Go character literal. What is no rune is U+FFFD. */
export function quoteRune(rune: number, ascii = false): string {
  return `'${escapeRune(validRune(rune), 0x27, ascii)}'`;
}

/** `U+0041`, and with `shown` the character behind it when it can be printed. */
export function describeRune(rune: number): string {
  const number = `U+${rune.toString(16).toUpperCase().padStart(4, "0")}`;
  return isPrintableRune(rune) ? `${number} '${String.fromCodePoint(rune)}'` : number;
}

export function validRune(rune: number): number {
  return rune < 0 || rune > 0x10ffff || (rune >= 0xd800 && rune <= 0xdfff) ? 0xfffd : rune;
}

/** Whether a text can stand between backquotes as it is. */
export function canBackquote(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for
  return !/[\x00-\x08\x0a-\x1f`\x7f\ufeff]|\p{Surrogate}/u.test(text);
}

const shortEscapes: ReadonlyMap<number, string> = new Map([
  [0x07, "\\a"],
  [0x08, "\\b"],
  [0x0c, "\\f"],
  [0x0a, "\\n"],
  [0x0d, "\\r"],
  [0x09, "\\t"],
  [0x0b, "\\v"],
]);

function escapeRune(rune: number, quote: number, ascii: boolean): string {
  if (rune === quote || rune === 0x5c) return `\\${String.fromCodePoint(rune)}`;
  if ((rune < 0x80 || !ascii) && isPrintableRune(rune)) return String.fromCodePoint(rune);
  const short = shortEscapes.get(rune);
  if (short !== undefined) return short;
  if (rune < 0x20 || rune === 0x7f) return `\\x${hex(rune, 2)}`;
  return rune < 0x10000 ? `\\u${hex(validRune(rune), 4)}` : `\\U${hex(rune, 8)}`;
}

function hex(value: number, width: number): string {
  return value.toString(16).padStart(width, "0");
}

/** The value of a string literal with its quotes, or undefined where Go says "invalid syntax". */
export function tryUnquoteText(literal: string): string | undefined {
  const quote = literal[0];
  const body = literal.slice(1, -1);
  if (quote === "`") return body.replaceAll("\r", "");
  if (!/[\\\n]|\p{Surrogate}/u.test(body)) return body;
  let text = "";
  for (let rest = body; rest !== ""; ) {
    const read = tryReadRune(rest, '"');
    if (read === undefined || rest[0] === "\n") return undefined;
    text += read.text;
    rest = rest.slice(read.length);
  }
  return canonicalText(text);
}

/** One character of a literal's body. */
export interface LiteralRune {
  /** Code point, or the byte's value for `\x` and octal escapes. */
  readonly value: number;
  readonly text: string;
  /** UTF-16 units read. */
  readonly length: number;
}

const simpleEscapes: ReadonlyMap<string, string> = new Map([
  ["a", "\x07"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["v", "\v"],
  ["\\", "\\"],
]);

/** Reads one possibly escaped character; undefined where Go says "invalid syntax". */
export function tryReadRune(body: string, quote: '"' | "'"): LiteralRune | undefined {
  const first = body.codePointAt(0);
  if (first === undefined || body[0] === quote) return undefined;
  if (body[0] !== "\\") {
    const value = validRune(first);
    return { value, text: String.fromCodePoint(value), length: first > 0xffff ? 2 : 1 };
  }
  const letter = body[1] ?? "";
  const simple = simpleEscapes.get(letter) ?? (letter === quote ? quote : undefined);
  if (simple !== undefined) return { value: simple.charCodeAt(0), text: simple, length: 2 };
  return tryReadNumericEscape(body);
}

const numericEscape = /^\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{3}))/;

function tryReadNumericEscape(body: string): LiteralRune | undefined {
  const match = numericEscape.exec(body);
  if (match === null) return undefined;
  const [whole, byteHex, shortHex, longHex, octal] = match;
  const length = whole.length;
  if (byteHex !== undefined || octal !== undefined) {
    const value = byteHex === undefined ? Number.parseInt(octal ?? "", 8) : Number.parseInt(byteHex, 16);
    return value > 0xff ? undefined : { value, text: textOfByte(value), length };
  }
  const value = Number.parseInt(shortHex ?? longHex ?? "", 16);
  if (value !== validRune(value)) return undefined;
  return { value, text: String.fromCodePoint(value), length };
}

/**
 * Go strings are bytes, JavaScript strings are UTF-16. Text here is an ordinary JavaScript string, and a
 * byte that is not part of valid UTF-8 stands as the lone surrogate U+DC00 + byte (as Python's
 * `surrogateescape` does): `slice "é" 0 1` has such a byte. Valid text never holds a lone surrogate, so
 * nothing is lost and nothing is mistaken. Text is canonical: bytes that make up a rune are that rune.
 */
const escapeBase = 0xdc00;

/** An unpaired surrogate: under the `u` flag a pair is one code point and does not match. */
const loneSurrogate = /\p{Surrogate}/u;

const encoder = new TextEncoder();

export function hasRawBytes(text: string): boolean {
  return loneSurrogate.test(text);
}

/**
 * Text without raw bytes: each becomes U+FFFD, as where Go's text is shown or leaves as JSON. Host data goes
 * this way too: a lone surrogate there is no byte but a broken character.
 */
export function toWellFormed(text: string): string {
  return hasRawBytes(text) ? text.replace(/\p{Surrogate}/gu, "\ufffd") : text;
}

/** Pieces of canonical text put together may complete a rune whose bytes they held apart. */
export function canonicalText(text: string): string {
  return hasRawBytes(text) ? decodeGoText(encodeGoText(text)) : text;
}

/** The exact bytes of a text. */
export function encodeGoText(text: string): Uint8Array {
  if (!hasRawBytes(text)) return encoder.encode(text);
  const bytes: number[] = [];
  for (const rune of text) {
    const code = rune.codePointAt(0) ?? 0;
    if (isRawByte(code)) bytes.push(code - escapeBase);
    else for (const byte of encoder.encode(rune)) bytes.push(byte);
  }
  return Uint8Array.from(bytes);
}

/** The text of any bytes. */
export function decodeGoText(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; ) {
    const first = bytes[at] ?? 0;
    const width = first < 0x80 ? 1 : runeWidthAt(bytes, at);
    if (width === 0) {
      text += String.fromCharCode(escapeBase + first);
      at++;
      continue;
    }
    text += String.fromCodePoint(runeAtBytes(bytes, at, width));
    at += width;
  }
  return text;
}

/** Width of the valid UTF-8 sequence at an offset, or 0: overlong forms and surrogates are invalid. */
function runeWidthAt(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  const width =
    first >= 0xc2 && first < 0xe0
      ? 2
      : first >= 0xe0 && first < 0xf0
        ? 3
        : first >= 0xf0 && first < 0xf5
          ? 4
          : 0;
  if (width === 0 || at + width > bytes.length) return 0;
  for (let i = 1; i < width; i++) if (((bytes[at + i] ?? 0) & 0xc0) !== 0x80) return 0;
  const second = bytes[at + 1] ?? 0;
  if (first === 0xe0 && second < 0xa0) return 0;
  if (first === 0xed && second >= 0xa0) return 0;
  if (first === 0xf0 && second < 0x90) return 0;
  if (first === 0xf4 && second >= 0x90) return 0;
  return width;
}

function runeAtBytes(bytes: Uint8Array, at: number, width: number): number {
  const first = bytes[at] ?? 0;
  if (width === 1) return first;
  let rune = first & (0xff >> (width + 1));
  for (let i = 1; i < width; i++) rune = (rune << 6) | ((bytes[at + i] ?? 0) & 0x3f);
  return rune;
}

function isRawByte(code: number): boolean {
  return code >= escapeBase + 0x80 && code <= escapeBase + 0xff;
}

/** The byte that a code point stands for, or undefined if it is a character. */
export function tryRawByte(codePoint: number): number | undefined {
  return isRawByte(codePoint) ? codePoint - escapeBase : undefined;
}

export function textOfByte(byte: number): string {
  return String.fromCharCode(byte < 0x80 ? byte : escapeBase + byte);
}

/** Number of UTF-8 bytes: Go's `len`. */
export function byteLength(text: string): number {
  let extra = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) continue;
    extra += extraBytes(text, i, unit);
  }
  return text.length + extra;
}

/** Bytes beyond one that a UTF-16 unit adds; a pair counts four bytes over its two units. */
function extraBytes(text: string, at: number, unit: number): number {
  if (unit < 0x800) return 1;
  if (unit < 0xd800 || unit > 0xdfff) return 2;
  if (unit < 0xdc00) return isLowSurrogate(text.charCodeAt(at + 1)) ? 1 : 2;
  if (at > 0 && isHighSurrogate(text.charCodeAt(at - 1))) return 1;
  return isRawByte(unit) ? 0 : 2;
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

/** Number of runes, a raw byte counting as one. */
export function runeCount(text: string): number {
  let count = text.length;
  for (let i = 0; i + 1 < text.length; i++) {
    if (isHighSurrogate(text.charCodeAt(i)) && isLowSurrogate(text.charCodeAt(i + 1))) count--;
  }
  return count;
}

/** The first `count` runes. */
export function firstRunes(text: string, count: number): string {
  if (count >= text.length) return text;
  let end = 0;
  for (let taken = 0; taken < count && end < text.length; taken++) {
    end += (text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1;
  }
  return text.slice(0, end);
}

/** Bytes `start` to `end` of a text; an offset inside a rune leaves raw bytes. */
export function sliceBytes(text: string, start: number, end: number): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is what one byte holds
  if (/^[\x00-\x7f]*$/.test(text)) return text.slice(start, end);
  return decodeGoText(encodeGoText(text).subarray(start, end));
}

export function byteAt(text: string, index: number): number {
  return encodeGoText(text)[index] ?? 0;
}

/** Order by bytes, as Go compares strings; UTF-16 order differs from it above U+D7FF. */
export function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x === y) continue;
    if (x < 0xd800 && y < 0xd800) return x < y ? -1 : 1;
    return compareBytes(encodeGoText(a), encodeGoText(b));
  }
  return Math.sign(a.length - b.length);
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return Math.sign(difference);
  }
  return Math.sign(a.length - b.length);
}

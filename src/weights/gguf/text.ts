import { Buffer } from "node:buffer";
import { asBuffer } from "./header/byteViews.js";

/**
 * GGUF calls its strings UTF-8, but vocabularies hold raw byte tokens and llama.cpp keeps whatever
 * bytes are there. So that nothing is lost between reading and writing, a byte that is not part of
 * valid UTF-8 becomes the lone surrogate U+DC00 + byte (as Python's "surrogateescape" does), and
 * encoding turns it back. Valid text is untouched.
 */
export function readText(bytes: Uint8Array): string {
  return readTextAt(asBuffer(bytes), 0, bytes.length);
}

/** The text in `buffer[start, end)`; see `readText`. */
export function readTextAt(buffer: Buffer, start: number, end: number): string {
  const text = buffer.toString("utf8", start, end);
  // U+FFFD is either in the bytes or stands for bad ones: only then is the slow way needed.
  return text.includes("\ufffd") ? decodeLossless(buffer.subarray(start, end)) : text;
}

/** The bytes of a text that `readText` gave, or of any other text. */
export function writeText(text: string): Uint8Array {
  return escaped.test(text) ? encodeLossless(text) : Buffer.from(text, "utf8");
}

const escaped = /[\udc80-\udcff]/u;

function decodeLossless(bytes: Buffer): string {
  const parts: string[] = [];
  let good = 0;
  let at = 0;
  while (at < bytes.length) {
    const length = sequenceLength(bytes, at);
    if (length === 0) {
      parts.push(bytes.toString("utf8", good, at), String.fromCharCode(0xdc00 + (bytes[at] ?? 0)));
      good = at + 1;
    }
    at += length || 1;
  }
  parts.push(bytes.toString("utf8", good));
  return parts.join("");
}

/** Length of the well-formed UTF-8 sequence at `at` (Unicode 15, table 3-7), or 0. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4) return 0;
  const length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  const second = bytes[at + 1] ?? 0;
  const lowest = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const highest = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  if (second < lowest || second > highest) return 0;
  for (let i = 2; i < length; i++) {
    if (((bytes[at + i] ?? 0) & 0xc0) !== 0x80) return 0;
  }
  return length;
}

function encodeLossless(text: string): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const part of text.split(/([\udc80-\udcff])/u)) {
    const code = part.length === 1 ? part.charCodeAt(0) : 0;
    const isEscape = code >= 0xdc80 && code <= 0xdcff;
    parts.push(isEscape ? Uint8Array.of(code - 0xdc00) : Buffer.from(part, "utf8"));
  }
  return Buffer.concat(parts);
}

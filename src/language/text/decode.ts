export type Encoding = "utf-8" | "utf-16le" | "utf-16be";

/** A character that stands for bytes which are not valid in the encoding. */
export interface Damage {
  /** UTF-16 offset of the U+FFFD. */
  readonly offset: number;
  readonly sizeBytes: number;
}

export interface DecodedText {
  readonly text: string;
  readonly encoding: Encoding;
  readonly hasBom: boolean;
  readonly damage: readonly Damage[];
}

/**
 * Reads bytes as Ollama does: the byte-order mark chooses, UTF-8 without one. Bytes that are no valid UTF-8
 * become one U+FFFD for each maximal piece of a sequence (golang.org/x/text follows the Web's rule here).
 */
export function decodeBytes(bytes: Uint8Array): DecodedText {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decodeUtf16(bytes, "utf-16le");
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decodeUtf16(bytes, "utf-16be");
  const hasBom = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  try {
    return { text: strict.decode(bytes), encoding: "utf-8", hasBom, damage: [] };
  } catch {
    return { ...decodeDamagedUtf8(bytes), encoding: "utf-8", hasBom };
  }
}

function decodeUtf16(bytes: Uint8Array, encoding: "utf-16le" | "utf-16be"): DecodedText {
  const isOdd = bytes.length % 2 === 1;
  if (!isOdd) {
    try {
      const text = new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
      return { text, encoding, hasBom: true, damage: [] };
    } catch {
      // Falls through to the slow way, which says where the damage is.
    }
  }
  return { ...decodeDamagedUtf16(bytes, encoding === "utf-16le"), encoding, hasBom: true };
}

/**
 * golang.org/x/text's way with surrogates that have no partner: a half followed by any low half takes
 * both for one U+FFFD, another half takes one, and a byte left over at the end takes one.
 */
function decodeDamagedUtf16(bytes: Uint8Array, littleEndian: boolean): { text: string; damage: Damage[] } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const damage: Damage[] = [];
  const parts: string[] = [];
  let length = 0;
  const append = (part: string, sizeBytes: number): void => {
    if (part === "\ufffd") damage.push({ offset: length, sizeBytes });
    parts.push(part);
    length += part.length;
  };
  for (let at = 0; at < bytes.length; ) {
    if (at + 1 >= bytes.length) {
      append("\ufffd", 1);
      break;
    }
    const unit = view.getUint16(at, littleEndian);
    const next = at + 3 < bytes.length ? view.getUint16(at + 2, littleEndian) : 0;
    const isHalf = unit >= 0xd800 && unit < 0xe000;
    const takesTwo = isHalf && next >= 0xdc00 && next < 0xe000;
    if (takesTwo) append(unit < 0xdc00 ? String.fromCharCode(unit, next) : "\ufffd", 4);
    else append(isHalf ? "\ufffd" : String.fromCharCode(unit), 2);
    at += takesTwo ? 4 : 2;
  }
  return { text: parts.join(""), damage };
}

function decodeDamagedUtf8(bytes: Uint8Array): { text: string; damage: Damage[] } {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const parts: string[] = [];
  const damage: Damage[] = [];
  let length = 0;
  let validFrom = 0;
  const append = (part: string): void => {
    parts.push(part);
    length += part.length;
  };
  let at = 0;
  while (at < bytes.length) {
    const { size, valid } = sequenceAt(bytes, at);
    if (!valid) {
      if (at > validFrom) append(decoder.decode(bytes.subarray(validFrom, at)));
      damage.push({ offset: length, sizeBytes: size });
      append("\ufffd");
      validFrom = at + size;
    }
    at += size;
  }
  if (at > validFrom) append(decoder.decode(bytes.subarray(validFrom, at)));
  return { text: parts.join(""), damage };
}

/** The UTF-8 sequence at `at`, or the longest start of one (Unicode 15, tables 3-7 and 3-8). */
function sequenceAt(bytes: Uint8Array, at: number): { size: number; valid: boolean } {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return { size: 1, valid: true };
  if (lead < 0xc2 || lead > 0xf4) return { size: 1, valid: false };
  const size = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  for (let i = 1; i < size; i++) {
    const low = i > 1 ? 0x80 : lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
    const high = i > 1 ? 0xbf : lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
    const next = bytes[at + i] ?? 0;
    if (next < low || next > high) return { size: i, valid: false };
  }
  return { size, valid: true };
}

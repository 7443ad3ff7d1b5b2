import { type Damage, decodeBytes, type Encoding } from "./decode.js";
import { indexLines, type LineIndex } from "./lineIndex.js";

/**
 * A text that a person wrote, with the way back to its bytes. A byte-order mark stays in `text` as
 * U+FEFF, so that every byte belongs to some character.
 */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly encoding: Encoding;
  readonly hasBom: boolean;
  /** Characters that stand for bytes which are not valid in the encoding, in order. */
  readonly damage: readonly Damage[];
  readonly lines: LineIndex;
  /** The bytes of a span, as they were. */
  bytesOf(start: number, end: number): Uint8Array;
  byteOffsetAt(offset: number): number;
}

export function openSource(input: string | Uint8Array, path = "Modelfile"): SourceFile {
  const bytes = typeof input === "string" ? undefined : input;
  const decoded = bytes ? decodeBytes(bytes) : decodeString(input as string);
  let lines: LineIndex | undefined;
  let bytesOfText = bytes;
  const byteOffsetAt = createByteOffsets(decoded.text, decoded.encoding, decoded.damage);
  return {
    path,
    ...decoded,
    get lines() {
      lines ??= indexLines(decoded.text);
      return lines;
    },
    byteOffsetAt,
    bytesOf(start, end) {
      bytesOfText ??= new TextEncoder().encode(decoded.text);
      const last = end === decoded.text.length ? bytesOfText.length : byteOffsetAt(end);
      return bytesOfText.subarray(byteOffsetAt(start), last);
    },
  };
}

function decodeString(text: string) {
  const hasBom = text.charCodeAt(0) === 0xfeff;
  return { text, encoding: "utf-8" as const, hasBom, damage: [] };
}

/** How many characters lie between two remembered byte offsets. */
const stride = 4096;

/** UTF-16 offset to byte offset; remembers every 4096th, so that a look-up costs at most one stride. */
function createByteOffsets(text: string, encoding: Encoding, damage: readonly Damage[]) {
  if (encoding !== "utf-8") {
    return (offset: number): number =>
      damage.reduce((at, one) => (one.offset < offset ? at + one.sizeBytes - 2 : at), offset * 2);
  }
  const checkpoints: number[] = [0];
  const damaged = new Map(damage.map((one) => [one.offset, one.sizeBytes]));
  const sizeBetween = (from: number, to: number): number => {
    let size = 0;
    for (let i = from; i < to; i++) {
      const unit = text.charCodeAt(i);
      if (unit < 0x80) size += 1;
      else if (unit < 0x800) size += 2;
      // Each half of a surrogate pair counts two of its four bytes; a lone half is written as U+FFFD.
      else if (unit >= 0xd800 && unit < 0xe000) size += isPaired(text, i) ? 2 : 3;
      else size += unit === 0xfffd ? (damaged.get(i) ?? 3) : 3;
    }
    return size;
  };
  return (offset: number): number => {
    const at = Math.max(0, Math.min(offset, text.length));
    const wanted = Math.floor(at / stride);
    while (checkpoints.length <= wanted) {
      const from = (checkpoints.length - 1) * stride;
      checkpoints.push((checkpoints[checkpoints.length - 1] ?? 0) + sizeBetween(from, from + stride));
    }
    return (checkpoints[wanted] ?? 0) + sizeBetween(wanted * stride, at);
  };
}

function isPaired(text: string, offset: number): boolean {
  const unit = text.charCodeAt(offset);
  const neighbour = text.charCodeAt(unit < 0xdc00 ? offset + 1 : offset - 1);
  return unit < 0xdc00
    ? neighbour >= 0xdc00 && neighbour < 0xe000
    : neighbour >= 0xd800 && neighbour < 0xdc00;
}

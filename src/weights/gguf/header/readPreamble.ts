import { printable } from "../../../base/redact.js";
import { ggufLimits } from "../limits.js";
import {
  failAt,
  type HeaderCursor,
  printClaim,
  readSize,
  readU32,
  requireBytes,
  sizeWidth,
} from "./headerCursor.js";

export interface Preamble {
  readonly version: number;
  readonly tensorCount: number;
  readonly entryCount: number;
}

/** Magic, version and counts. From here on the cursor knows the file's version and byte order. */
export function readPreamble(cursor: HeaderCursor): Preamble {
  readMagic(cursor);
  readVersion(cursor);
  const width = sizeWidth(cursor);
  // A tensor's description holds at least: name length, dimension count, type, offset.
  const tensorCount = readCount(cursor, "tensors", ggufLimits.tensors, width + 4 + 4 + 8);
  // An entry holds at least: key length, one byte of key, type, one byte of value.
  const entryCount = readCount(cursor, "metadata entries", ggufLimits.metadataEntries, width + 1 + 4 + 1);
  return { version: cursor.version, tensorCount, entryCount };
}

/** What people hand over instead of a GGUF file, by the first bytes. */
const otherFormats: readonly (readonly [prefix: string, what: string, hint: string])[] = [
  ["version https://git-lfs", "a Git LFS pointer", "Fetch the real file with `git lfs pull`."],
  ["<!DOCTYPE", "a web page", "Download the file itself, not the page that shows it."],
  ["<html", "a web page", "Download the file itself, not the page that shows it."],
  ["PK\u0003\u0004", "a ZIP archive", "PyTorch files are ZIP archives: save the model as safetensors."],
  ["lmgg", "a GGML file", "This format was replaced by GGUF in 2023: find or convert to a GGUF file."],
  ["fmgg", "a GGMF file", "This format was replaced by GGUF in 2023: find or convert to a GGUF file."],
  ["tjgg", "a GGJT file", "This format was replaced by GGUF in 2023: find or convert to a GGUF file."],
];

function readMagic(cursor: HeaderCursor): void {
  if (cursor.sizeBytes === 0) failAt(cursor, "MF_E_GGUF_MAGIC", "the file is empty", 0);
  requireBytes(cursor, 4);
  const magic = cursor.buffer.toString("latin1", 0, 4);
  cursor.offset = 4;
  if (magic === "GGUF") return;
  if (magic === "FUGG") {
    // Ollama takes a file whose magic is turned round as well for a big-endian one (fs/ggml).
    cursor.littleEndian = false;
    return;
  }
  const start = cursor.buffer.toString("latin1", 0, 32);
  const other = otherFormats.find(([prefix]) => start.startsWith(prefix));
  const found = other ? other[1] : `it starts with "${printable(magic)}", not "GGUF"`;
  failAt(cursor, "MF_E_GGUF_MAGIC", `this is not a GGUF file: ${found}`, 0, other?.[2]);
}

function readVersion(cursor: HeaderCursor): void {
  const version = readU32(cursor);
  // A version is small: when its low half is empty it was written in the other byte order.
  if ((version & 0xffff) === 0 && version !== 0) {
    cursor.littleEndian = !cursor.littleEndian;
    cursor.offset -= 4;
    cursor.version = readU32(cursor);
  } else {
    cursor.version = version;
  }
  if (cursor.version >= 1 && cursor.version <= 3) return;
  failAt(
    cursor,
    "MF_E_GGUF_VERSION",
    `GGUF version ${cursor.version} is not known, versions 1 to 3 are`,
    4,
    cursor.version > 3 ? "A newer mf may read it." : "The file is damaged.",
  );
}

function readCount(cursor: HeaderCursor, what: string, limit: number, leastBytes: number): number {
  const offset = cursor.offset;
  const count = readSize(cursor);
  if (count > limit) {
    failAt(
      cursor,
      "MF_E_GGUF_LIMIT",
      `the header claims ${printClaim(count)} ${what}, the limit is ${limit}`,
      offset,
      "The file is damaged, or it is not the version that it claims to be.",
    );
  }
  if (cursor.sizeBytes !== undefined && count * leastBytes > cursor.sizeBytes - cursor.offset) {
    failAt(
      cursor,
      "MF_E_GGUF_TRUNCATED",
      `${count} ${what} cannot fit in a file of ${cursor.sizeBytes} bytes`,
      offset,
      "The file is cut off or damaged: download or copy it again.",
    );
  }
  return count;
}

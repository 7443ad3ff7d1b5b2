import { alignUp } from "../../base/bytes.js";
import type { GgufHeader } from "./ggufHeader.js";
import { failAt, type HeaderCursor, isShortage, openCursor } from "./header/headerCursor.js";
import { readAlignment, readMetadata } from "./header/readMetadata.js";
import { readPreamble } from "./header/readPreamble.js";
import { readTensorInfos } from "./header/readTensorInfos.js";

export interface ParseHeaderOptions {
  /** What messages call the file. */
  readonly label?: string;
  /** Size of the whole file, when known: then claims that reach behind its end fail at once. */
  readonly sizeBytes?: number;
}

export type ParsedHeader =
  | { readonly kind: "ok"; readonly header: GgufHeader }
  /** The header is longer than what was given: come again with the first `neededBytes` bytes or more. */
  | { readonly kind: "more"; readonly neededBytes: number };

/**
 * Reads a GGUF header from the first bytes of a file, without any input or output. Arrays and
 * nothing else point into `bytes` afterwards, so those must not change.
 */
export function parseGgufHeader(bytes: Uint8Array, options: ParseHeaderOptions = {}): ParsedHeader {
  const cursor = openCursor(bytes, options.label ?? "GGUF file", options.sizeBytes);
  try {
    return { kind: "ok", header: parseAll(cursor) };
  } catch (error) {
    if (isShortage(error)) return { kind: "more", neededBytes: error.neededBytes };
    throw error;
  }
}

function parseAll(cursor: HeaderCursor): GgufHeader {
  const { version, tensorCount, entryCount } = readPreamble(cursor);
  const metadata = readMetadata(cursor, entryCount);
  const alignment = readAlignment(cursor, metadata);
  const infos = readTensorInfos(cursor, tensorCount, alignment);
  const headerBytes = cursor.offset;
  // Without tensors there is no data section to align (llama.cpp reads it the same way).
  const dataOffset = infos.length === 0 ? headerBytes : alignUp(headerBytes, alignment);
  checkDataOffset(cursor, dataOffset);
  const last = infos.at(-1);
  return {
    version,
    byteOrder: cursor.littleEndian ? "little" : "big",
    alignment,
    metadata,
    tensors: infos.map((info) => ({ ...info, fileOffset: dataOffset + info.offset })),
    headerBytes,
    dataOffset,
    dataBytes: last === undefined ? 0 : last.offset + alignUp(last.sizeBytes, alignment),
  };
}

function checkDataOffset(cursor: HeaderCursor, dataOffset: number): void {
  if (cursor.sizeBytes === undefined || dataOffset <= cursor.sizeBytes) return;
  failAt(
    cursor,
    "MF_E_GGUF_TRUNCATED",
    `the tensors' data starts at ${dataOffset}, the file has ${cursor.sizeBytes} bytes`,
    cursor.offset,
    "The file is cut off: download or copy it again.",
  );
}

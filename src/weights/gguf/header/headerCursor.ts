import type { Buffer } from "node:buffer";
import { type ErrorCode, MfError } from "../../../base/errors.js";
import { ggufLimits } from "../limits.js";
import { readTextAt } from "../text.js";
import { asBuffer, viewOf } from "./byteViews.js";

/** A position in the first bytes of a GGUF file. Only the functions of this room move it. */
export interface HeaderCursor {
  readonly label: string;
  readonly buffer: Buffer;
  readonly view: DataView;
  /** Size of the whole source, when it is known: lengths that reach beyond it are refused at once. */
  readonly sizeBytes: number | undefined;
  littleEndian: boolean;
  version: number;
  offset: number;
}

export function openCursor(bytes: Uint8Array, label: string, sizeBytes: number | undefined): HeaderCursor {
  const buffer = asBuffer(bytes);
  return { label, buffer, view: viewOf(bytes), sizeBytes, littleEndian: true, version: 3, offset: 0 };
}

/** Thrown when the header goes on behind the bytes at hand: not a failure, a request. */
export interface Shortage {
  readonly neededBytes: number;
}

export function isShortage(error: unknown): error is Shortage {
  return typeof error === "object" && error !== null && "neededBytes" in error;
}

export function failAt(
  cursor: HeaderCursor,
  code: ErrorCode,
  message: string,
  offset: number,
  hint?: string,
): never {
  throw new MfError(code, `${cursor.label}: ${message} (byte ${offset})`, {
    details: { path: cursor.label, offset },
    ...(hint === undefined ? {} : { hint }),
  });
}

/** Makes sure that everything before `end` is there: asks for more bytes, or says why they cannot come. */
export function requireBytes(cursor: HeaderCursor, end: number): void {
  if (end <= cursor.buffer.length) return;
  if (cursor.sizeBytes !== undefined && end > cursor.sizeBytes) {
    failAt(
      cursor,
      "MF_E_GGUF_TRUNCATED",
      `the header needs ${printClaim(end)} bytes or more, the file has ${cursor.sizeBytes}`,
      cursor.offset,
      "The file is cut off or damaged: download or copy it again.",
    );
  }
  if (end > ggufLimits.headerBytes) {
    failAt(
      cursor,
      "MF_E_GGUF_LIMIT",
      `the header claims ${printClaim(end)} bytes or more, the limit is ${ggufLimits.headerBytes}`,
      cursor.offset,
    );
  }
  const shortage: Shortage = { neededBytes: end };
  throw shortage;
}

/** Steps over `length` bytes and gives the offset of the first. */
export function skip(cursor: HeaderCursor, length: number): number {
  const start = cursor.offset;
  requireBytes(cursor, start + length);
  cursor.offset = start + length;
  return start;
}

export function readU32(cursor: HeaderCursor): number {
  return cursor.view.getUint32(skip(cursor, 4), cursor.littleEndian);
}

/** Exact up to 2^53; beyond that only good for comparing with a limit. */
export function readU64(cursor: HeaderCursor): number {
  return u64At(cursor, skip(cursor, 8));
}

export function u64At(cursor: HeaderCursor, offset: number): number {
  const first = cursor.view.getUint32(offset, cursor.littleEndian);
  const second = cursor.view.getUint32(offset + 4, cursor.littleEndian);
  return cursor.littleEndian ? second * 2 ** 32 + first : first * 2 ** 32 + second;
}

/** Counts, lengths and dimensions were 32 bits wide in version 1. */
export function sizeWidth(cursor: HeaderCursor): 4 | 8 {
  return cursor.version === 1 ? 4 : 8;
}

export function readSize(cursor: HeaderCursor): number {
  return cursor.version === 1 ? readU32(cursor) : readU64(cursor);
}

export function readString(cursor: HeaderCursor): string {
  const start = cursor.offset;
  const length = readSize(cursor);
  checkStringLength(cursor, length, start);
  const at = skip(cursor, length);
  return readTextAt(cursor.buffer, at, at + length);
}

/** A number from the file for a message: beyond 2^53 its last digits would be invented. */
export function printClaim(value: number): string {
  return Number.isSafeInteger(value) ? String(value) : "2^53 or more";
}

export function checkStringLength(cursor: HeaderCursor, length: number, offset: number): void {
  if (length <= ggufLimits.stringBytes) return;
  failAt(
    cursor,
    "MF_E_GGUF_LIMIT",
    `a string claims ${printClaim(length)} bytes, the limit is ${ggufLimits.stringBytes}`,
    offset,
    "The file is damaged, or it is not the version that it claims to be.",
  );
}

import { printable } from "../../../base/redact.js";
import { defaultAlignment } from "../ggufHeader.js";
import {
  elementBytes,
  type GgufArray,
  type GgufElementType,
  type GgufEntry,
  type GgufValue,
  type GgufValueType,
  readScalarAt,
  valueTypeIds,
} from "../ggufValue.js";
import { asBytes } from "./byteViews.js";
import {
  checkStringLength,
  failAt,
  type HeaderCursor,
  readSize,
  readString,
  readU32,
  requireBytes,
  sizeWidth,
  skip,
  u64At,
} from "./headerCursor.js";

const typesById: ReadonlyMap<number, GgufValueType> = new Map(
  Object.entries(valueTypeIds).map(([name, id]) => [id, name as GgufValueType]),
);

export function readMetadata(cursor: HeaderCursor, count: number): GgufEntry[] {
  const entries: GgufEntry[] = [];
  const keys = new Set<string>();
  for (let index = 0; index < count; index++) {
    const offset = cursor.offset;
    const key = readString(cursor);
    if (key === "") failAt(cursor, "MF_E_GGUF_INVALID", `metadata key ${index} is empty`, offset);
    if (keys.has(key)) {
      failAt(cursor, "MF_E_GGUF_INVALID", `metadata key "${printable(key)}" appears twice`, offset);
    }
    keys.add(key);
    entries.push({ key, value: readValue(cursor, key) });
  }
  return entries;
}

/** The alignment that the metadata asks for. */
export function readAlignment(cursor: HeaderCursor, entries: readonly GgufEntry[]): number {
  const value = entries.find((entry) => entry.key === "general.alignment")?.value;
  if (value === undefined) return defaultAlignment;
  if (value.type !== "u32") {
    failAt(cursor, "MF_E_GGUF_INVALID", `general.alignment must be u32 but is ${value.type}`, cursor.offset);
  }
  if (!isPowerOfTwo(value.value)) {
    failAt(
      cursor,
      "MF_E_GGUF_INVALID",
      `general.alignment is ${value.value}, which is not a power of two`,
      cursor.offset,
    );
  }
  return value.value;
}

export function isPowerOfTwo(value: number): boolean {
  return value > 0 && Number.isInteger(Math.log2(value));
}

function readValue(cursor: HeaderCursor, key: string): GgufValue {
  const type = readValueType(cursor, key);
  if (type === "array") return readArray(cursor, key);
  if (type === "string") return { type, value: readString(cursor) };
  return readScalarAt(cursor.view, skip(cursor, elementBytes[type]), type, cursor.littleEndian);
}

function readValueType(cursor: HeaderCursor, key: string): GgufValueType {
  const offset = cursor.offset;
  const id = readU32(cursor);
  const type = typesById.get(id);
  if (type !== undefined) return type;
  failAt(
    cursor,
    "MF_E_GGUF_INVALID",
    `metadata key "${printable(key)}" has value type ${id}, which does not exist`,
    offset,
  );
}

function readArray(cursor: HeaderCursor, key: string): GgufArray {
  const offset = cursor.offset;
  const elementType = readValueType(cursor, key);
  if (elementType === "array") {
    // The format's text allows arrays of arrays; llama.cpp refuses them and no writer makes them.
    failAt(cursor, "MF_E_GGUF_INVALID", `metadata key "${printable(key)}" is an array of arrays`, offset);
  }
  const length = readSize(cursor);
  const start = cursor.offset;
  if (elementType === "string") skipStrings(cursor, length);
  else skip(cursor, length * elementBytes[elementType]);
  const encoded = encodeArray(cursor, start, elementType, length);
  return { type: "array", elementType, length, encoded };
}

/** The loop that a vocabulary spends the time in: no string is decoded, no object is made. */
function skipStrings(cursor: HeaderCursor, count: number): void {
  const { view, littleEndian, buffer } = cursor;
  const width = sizeWidth(cursor);
  requireBytes(cursor, cursor.offset + count * width);
  let offset = cursor.offset;
  for (let i = 0; i < count; i++) {
    if (offset + width > buffer.length) requireBytes(cursor, offset + (count - i) * width);
    const length = width === 4 ? view.getUint32(offset, littleEndian) : u64At(cursor, offset);
    checkStringLength(cursor, length, offset);
    offset += width + length;
  }
  requireBytes(cursor, offset);
  cursor.offset = offset;
}

/** The array's bytes from `start` to the cursor as version 3 little-endian writes them. */
function encodeArray(
  cursor: HeaderCursor,
  start: number,
  elementType: GgufElementType,
  length: number,
): Uint8Array {
  const bytes = asBytes(cursor.buffer.subarray(start, cursor.offset));
  if (cursor.littleEndian && (elementType !== "string" || cursor.version !== 1)) return bytes;
  return elementType === "string"
    ? encodeStrings(cursor, start, length)
    : swapBytes(bytes, elementBytes[elementType]);
}

function swapBytes(bytes: Uint8Array, size: number): Uint8Array {
  const swapped = new Uint8Array(bytes.length);
  for (let at = 0; at < bytes.length; at += size) {
    for (let i = 0; i < size; i++) swapped[at + i] = bytes[at + size - 1 - i] ?? 0;
  }
  return swapped;
}

function encodeStrings(cursor: HeaderCursor, start: number, count: number): Uint8Array {
  const width = sizeWidth(cursor);
  const encoded = new Uint8Array(cursor.offset - start + count * (8 - width));
  const view = new DataView(encoded.buffer);
  let from = start;
  let to = 0;
  for (let i = 0; i < count; i++) {
    const length = width === 4 ? cursor.view.getUint32(from, cursor.littleEndian) : u64At(cursor, from);
    view.setUint32(to, length, true);
    encoded.set(cursor.buffer.subarray(from + width, from + width + length), to + 8);
    from += width + length;
    to += 8 + length;
  }
  return encoded;
}

import { Buffer } from "node:buffer";
import { MfError } from "../../../base/errors.js";
import { printable } from "../../../base/redact.js";
import {
  elementBytes,
  type GgufArray,
  type GgufEntry,
  type GgufScalar,
  type GgufValue,
  readScalarAt,
  valueTypeIds,
  writeScalarAt,
} from "../ggufValue.js";
import { writeText } from "../text.js";
import { viewOf } from "./byteViews.js";

/** The metadata section as version 3 little-endian has it: pieces to be put one behind the other. */
export function writeMetadata(entries: readonly GgufEntry[]): Uint8Array[] {
  const keys = new Set<string>();
  const parts: Uint8Array[] = [];
  for (const { key, value } of entries) {
    if (key === "") throw new MfError("MF_E_GGUF_INVALID", "a metadata key must not be empty");
    if (keys.has(key)) {
      throw new MfError("MF_E_GGUF_INVALID", `metadata key "${printable(key)}" is given twice`);
    }
    keys.add(key);
    parts.push(...writeString(key), ...writeValue(value, key));
  }
  return parts;
}

export function writeU32(value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

export function writeU64(value: number): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}

export function writeString(text: string): [length: Uint8Array, text: Uint8Array] {
  const bytes = writeText(text);
  return [writeU64(bytes.length), bytes];
}

function writeValue(value: GgufValue, key: string): Uint8Array[] {
  const type = writeU32(valueTypeIds[value.type]);
  if (value.type === "array") return [type, ...writeArray(value, key)];
  if (value.type === "string") return [type, ...writeString(value.value)];
  return [type, writeScalar(value, key)];
}

function writeArray(array: GgufArray, key: string): Uint8Array[] {
  const size = elementBytes[array.elementType];
  if (size !== 0 && array.encoded.length !== array.length * size) {
    throw new MfError(
      "MF_E_GGUF_INVALID",
      `metadata key "${printable(key)}": ${array.encoded.length} bytes are not ${array.length} ${array.elementType} elements`,
    );
  }
  return [writeU32(valueTypeIds[array.elementType]), writeU64(array.length), array.encoded];
}

function writeScalar(scalar: Exclude<GgufScalar, { type: "string" }>, key: string): Uint8Array {
  const bytes = new Uint8Array(elementBytes[scalar.type]);
  writeScalarAt(viewOf(bytes), 0, scalar);
  if (scalar.type !== "f32" && scalar.type !== "f64" && scalar.type !== "bool") {
    requireExact(bytes, scalar, key);
  }
  return bytes;
}

/** DataView wraps numbers that do not fit; a file must not silently hold another number. */
function requireExact(bytes: Uint8Array, scalar: Exclude<GgufScalar, { type: "string" }>, key: string): void {
  const written = readScalarAt(viewOf(bytes), 0, scalar.type, true).value;
  if (written === scalar.value) return;
  throw new MfError(
    "MF_E_GGUF_INVALID",
    `metadata key "${printable(key)}": ${scalar.value} does not fit into ${scalar.type}`,
  );
}

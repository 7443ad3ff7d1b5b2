import { alignUp } from "../../../base/bytes.js";
import { printable } from "../../../base/redact.js";
import { countElements } from "../ggufHeader.js";
import { ggufLimits } from "../limits.js";
import { removedTensorTypes, type TensorType, tryRowBytes, tryTensorTypeById } from "../tensorTypes.js";
import { writeText } from "../text.js";
import {
  failAt,
  type HeaderCursor,
  printClaim,
  readSize,
  readString,
  readU32,
  readU64,
} from "./headerCursor.js";

export interface TensorInfo {
  readonly name: string;
  readonly dims: readonly number[];
  readonly type: TensorType;
  readonly offset: number;
  readonly sizeBytes: number;
}

/** The tensors' descriptions, each checked to follow the one before without gap or overlap. */
export function readTensorInfos(cursor: HeaderCursor, count: number, alignment: number): TensorInfo[] {
  const tensors: TensorInfo[] = [];
  const names = new Set<string>();
  let expectedOffset = 0;
  for (let index = 0; index < count; index++) {
    const start = cursor.offset;
    const name = readTensorName(cursor, index);
    // ggml keeps names as C strings: what follows a NUL does not tell two tensors apart.
    const key = name.split("\0", 1)[0] ?? "";
    if (names.has(key)) {
      failAt(cursor, "MF_E_GGUF_INVALID", `tensor "${printable(name)}" appears twice`, start);
    }
    names.add(key);
    const tensor = readTensorInfo(cursor, name);
    checkOffset(cursor, tensor, expectedOffset, start);
    expectedOffset += alignUp(tensor.sizeBytes, alignment);
    tensors.push(tensor);
  }
  return tensors;
}

function readTensorName(cursor: HeaderCursor, index: number): string {
  const start = cursor.offset;
  const name = readString(cursor);
  const length = name.length <= ggufLimits.tensorNameBytes / 3 ? name.length : writeText(name).length;
  if (length <= ggufLimits.tensorNameBytes) return name;
  failAt(
    cursor,
    "MF_E_GGUF_LIMIT",
    `the name of tensor ${index} ("${printable(name, 80)}") has ${length} bytes, ggml allows ${ggufLimits.tensorNameBytes}`,
    start,
  );
}

function readTensorInfo(cursor: HeaderCursor, name: string): TensorInfo {
  const dims = readDims(cursor, name);
  const type = readTensorType(cursor, name);
  const sizeBytes = checkSize(cursor, name, dims, type);
  return { name, dims, type, offset: readU64(cursor), sizeBytes };
}

function readDims(cursor: HeaderCursor, name: string): number[] {
  const start = cursor.offset;
  const count = readU32(cursor);
  if (count > ggufLimits.dimensions) {
    failAt(
      cursor,
      "MF_E_GGUF_LIMIT",
      `tensor "${printable(name)}" has ${count} dimensions, the limit is ${ggufLimits.dimensions}`,
      start,
    );
  }
  return Array.from({ length: count }, () => readSize(cursor));
}

function readTensorType(cursor: HeaderCursor, name: string): TensorType {
  const start = cursor.offset;
  const id = readU32(cursor);
  const type = tryTensorTypeById(id);
  if (type !== undefined) return type;
  const removed = removedTensorTypes.get(id);
  failAt(
    cursor,
    "MF_E_GGUF_INVALID",
    removed === undefined
      ? `tensor "${printable(name)}" has type ${id}, which does not exist`
      : `tensor "${printable(name)}" has type ${id} (${removed}), which ggml has removed`,
    start,
    removed === undefined ? undefined : "Quantize the model again from its original weights.",
  );
}

/**
 * The tensor's size. llama.cpp multiplies in 64 bits and takes a product that wraps round to 0 for
 * an empty tensor; here every product stays exact or the file is refused.
 */
function checkSize(cursor: HeaderCursor, name: string, dims: readonly number[], type: TensorType): number {
  const elements = countElements(dims);
  const rowBytes = tryRowBytes(type, dims[0] ?? 1);
  if (rowBytes === undefined) {
    failAt(
      cursor,
      "MF_E_GGUF_INVALID",
      `tensor "${printable(name)}" has rows of ${dims[0] ?? 1} weights, ${type.name} needs a multiple of ${type.blockSize}`,
      cursor.offset,
    );
  }
  const sizeBytes = (elements / type.blockSize) * type.blockBytes;
  const largest = Math.max(elements, sizeBytes, ...dims);
  if (largest <= ggufLimits.dataBytes) return sizeBytes;
  failAt(
    cursor,
    "MF_E_GGUF_LIMIT",
    `tensor "${printable(name)}" claims the shape [${dims.map(printClaim).join(", ")}], more than any file can hold`,
    cursor.offset,
  );
}

function checkOffset(cursor: HeaderCursor, tensor: TensorInfo, expected: number, start: number): void {
  if (expected > ggufLimits.dataBytes) {
    failAt(cursor, "MF_E_GGUF_LIMIT", `the tensors claim more bytes than any file can hold`, start);
  }
  if (tensor.offset === expected) return;
  const relation = tensor.offset < expected ? "overlaps the tensor before it" : "leaves a gap before it";
  failAt(
    cursor,
    "MF_E_GGUF_INVALID",
    `tensor "${printable(tensor.name)}" ${relation}: its offset is ${printClaim(tensor.offset)}, ${expected} was expected`,
    start,
    "llama.cpp loads only files whose tensors follow each other without gaps.",
  );
}

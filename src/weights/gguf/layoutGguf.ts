import { Buffer } from "node:buffer";
import { alignUp } from "../../base/bytes.js";
import { MfError } from "../../base/errors.js";
import { printable } from "../../base/redact.js";
import { countElements, defaultAlignment, type GgufTensor } from "./ggufHeader.js";
import type { GgufEntry } from "./ggufValue.js";
import { asBytes } from "./header/byteViews.js";
import { isPowerOfTwo } from "./header/readMetadata.js";
import { writeMetadata, writeString, writeU32, writeU64 } from "./header/writeMetadata.js";
import { ggufLimits } from "./limits.js";
import { tryValue } from "./metadata.js";
import { type TensorType, tryRowBytes } from "./tensorTypes.js";

/** A tensor that is going to be written. */
export interface PlannedTensor {
  readonly name: string;
  /** Written as given; ggml itself leaves trailing ones out, see `trimDims`. */
  readonly dims: readonly number[];
  readonly type: TensorType;
}

export interface GgufPlan {
  readonly metadata: readonly GgufEntry[];
  readonly tensors: readonly PlannedTensor[];
  /**
   * llama.cpp's writer pads behind the last tensor too, and the header of a file without tensors.
   * Ollama's writer (fs/ggml WriteGGUF) does neither: `false` gives its bytes.
   */
  readonly trailingPadding?: boolean;
}

/** Everything about a file that is known before a weight is touched. */
export interface GgufLayout {
  /** The first bytes of the file, up to `dataOffset`. */
  readonly header: Uint8Array;
  readonly alignment: number;
  readonly dataOffset: number;
  readonly tensors: readonly GgufTensor[];
  readonly sizeBytes: number;
}

/**
 * Where everything goes in a version 3 little-endian file with this metadata and these tensors, and
 * the bytes of its header: exactly what llama.cpp's writer (gguf.cpp) would write.
 */
export function layoutGguf(plan: GgufPlan): GgufLayout {
  const alignment = alignmentOf(plan.metadata);
  const padsEnd = plan.trailingPadding ?? true;
  const placed = placeTensors(plan.tensors, alignment);
  const parts = [
    ...writePreamble(plan.tensors.length, plan.metadata.length),
    ...writeMetadata(plan.metadata),
    ...placed.flatMap(writeTensorInfo),
  ];
  const headerBytes = parts.reduce((sum, part) => sum + part.length, 0);
  const isAligned = padsEnd || placed.length > 0;
  const dataOffset = isAligned ? alignUp(headerBytes, alignment) : headerBytes;
  const last = placed.at(-1);
  const dataBytes = last === undefined ? 0 : last.offset + alignUp(last.sizeBytes, padsEnd ? alignment : 1);
  return {
    header: asBytes(Buffer.concat(parts, dataOffset)),
    alignment,
    dataOffset,
    tensors: placed.map((tensor) => ({ ...tensor, fileOffset: dataOffset + tensor.offset })),
    sizeBytes: dataOffset + dataBytes,
  };
}

/** The dimensions as ggml_n_dims() counts them: ones at the end say nothing, but one number stays. */
export function trimDims(dims: readonly number[]): number[] {
  let length = dims.length;
  while (length > 1 && dims[length - 1] === 1) length--;
  return length === 0 ? [1] : dims.slice(0, length);
}

type PlacedTensor = Omit<GgufTensor, "fileOffset">;

function alignmentOf(metadata: readonly GgufEntry[]): number {
  const value = tryValue({ metadata }, "general.alignment");
  if (value === undefined) return defaultAlignment;
  if (value.type === "u32" && isPowerOfTwo(value.value)) return value.value;
  const shown = value.type === "array" ? "an array" : `${value.type} ${value.value}`;
  throw new MfError("MF_E_GGUF_INVALID", `general.alignment must be a power of two in u32, not ${shown}`);
}

function placeTensors(tensors: readonly PlannedTensor[], alignment: number): PlacedTensor[] {
  const names = new Set<string>();
  let offset = 0;
  return tensors.map((tensor) => {
    if (names.has(tensor.name)) failTensor(tensor, "is given twice");
    names.add(tensor.name);
    const placed = { ...tensor, offset, sizeBytes: tensorBytes(tensor) };
    offset += alignUp(placed.sizeBytes, alignment);
    return placed;
  });
}

export function tensorBytes(tensor: PlannedTensor): number {
  const { dims, type } = tensor;
  const isShape =
    dims.length <= ggufLimits.dimensions && dims.every((dim) => Number.isInteger(dim) && dim >= 0);
  if (!isShape) failTensor(tensor, `cannot have the shape [${dims.join(", ")}]`);
  if (tryRowBytes(type, dims[0] ?? 1) === undefined) {
    failTensor(
      tensor,
      `has rows of ${dims[0] ?? 1} weights, ${type.name} needs a multiple of ${type.blockSize}`,
    );
  }
  const sizeBytes = (countElements(dims) / type.blockSize) * type.blockBytes;
  if (sizeBytes > ggufLimits.dataBytes) failTensor(tensor, "is larger than any file can be");
  return sizeBytes;
}

function failTensor(tensor: PlannedTensor, what: string): never {
  throw new MfError("MF_E_GGUF_INVALID", `tensor "${printable(tensor.name)}" ${what}`);
}

function writePreamble(tensorCount: number, entryCount: number): Uint8Array[] {
  return [Buffer.from("GGUF", "latin1"), writeU32(3), writeU64(tensorCount), writeU64(entryCount)];
}

function writeTensorInfo(tensor: PlacedTensor): Uint8Array[] {
  const [length, name] = writeString(tensor.name);
  if (name.length > ggufLimits.tensorNameBytes) {
    failTensor(tensor, `has a name of ${name.length} bytes, ggml allows ${ggufLimits.tensorNameBytes}`);
  }
  return [
    length,
    name,
    writeU32(tensor.dims.length),
    ...tensor.dims.map(writeU64),
    writeU32(tensor.type.id),
    writeU64(tensor.offset),
  ];
}

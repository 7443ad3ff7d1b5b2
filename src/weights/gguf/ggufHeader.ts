import type { GgufEntry } from "./ggufValue.js";
import type { TensorType } from "./tensorTypes.js";

export interface GgufTensor {
  readonly name: string;
  /** In ggml's order: the first is the length of a row. May be empty (one weight). */
  readonly dims: readonly number[];
  readonly type: TensorType;
  /** From the start of the data section. */
  readonly offset: number;
  /** From the start of the file. */
  readonly fileOffset: number;
  readonly sizeBytes: number;
}

export interface GgufHeader {
  readonly version: number;
  readonly byteOrder: "little" | "big";
  readonly alignment: number;
  /** In the file's order, keys unique. */
  readonly metadata: readonly GgufEntry[];
  /** In the file's order, names unique, each behind the one before. */
  readonly tensors: readonly GgufTensor[];
  /** Where the last tensor's description ends. */
  readonly headerBytes: number;
  /** Where tensor data starts: `headerBytes` rounded up to the alignment, unless there are no tensors. */
  readonly dataOffset: number;
  /** Size of the data section with the padding behind the last tensor. */
  readonly dataBytes: number;
}

/** What the header says when no `general.alignment` does (GGUF_DEFAULT_ALIGNMENT). */
export const defaultAlignment = 32;

export function countElements(dims: readonly number[]): number {
  return dims.reduce((product, dim) => product * dim, 1);
}

export function tryTensor(header: Pick<GgufHeader, "tensors">, name: string): GgufTensor | undefined {
  return header.tensors.find((tensor) => tensor.name === name);
}

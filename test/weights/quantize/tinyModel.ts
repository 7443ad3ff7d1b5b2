import type { GgufEntry } from "../../../src/weights/gguf/ggufValue.js";
import { resolveTensorType, type TensorTypeName } from "../../../src/weights/gguf/tensorTypes.js";
import { quantizeRows } from "../../../src/weights/quantize/kernels/reference/quantizeRows.js";
import type { SourceTensor, WeightSource } from "../../../src/weights/quantize/weightSource.js";
import { makeWeights } from "./goldenData.js";

export interface TinyTensor {
  readonly name: string;
  readonly dims: readonly number[];
  readonly type: TensorTypeName;
  readonly part?: number;
  /** Weights other than the seeded ones. */
  readonly weights?: Float32Array;
}

export const tinyMetadata: readonly GgufEntry[] = [
  { key: "general.architecture", value: { type: "string", value: "llama" } },
  { key: "llama.block_count", value: { type: "u32", value: 2 } },
  { key: "llama.attention.head_count", value: { type: "u32", value: 4 } },
];

/** Two layers with a matrix each, an embedding and a norm. */
export const tinyTensors: readonly TinyTensor[] = [
  { name: "token_embd.weight", dims: [256, 4], type: "f16" },
  { name: "output_norm.weight", dims: [256], type: "f32" },
  { name: "blk.0.attn_v.weight", dims: [256, 2], type: "f16" },
  { name: "blk.1.attn_v.weight", dims: [256, 2], type: "f16" },
];

/** A model in memory. */
export function tinyModel(
  tensors: readonly TinyTensor[] = tinyTensors,
  metadata: readonly GgufEntry[] = tinyMetadata,
): WeightSource & { readonly dataOf: (name: string) => Uint8Array } {
  const data = new Map(tensors.map((tensor, index) => [tensor.name, packTensor(tensor, index)]));
  const dataOf = (name: string): Uint8Array => data.get(name) ?? new Uint8Array(0);
  return {
    label: "tiny",
    metadata,
    tensors: tensors.map(
      ({ name, dims, type, part = 0 }): SourceTensor => ({ name, dims, type: resolveTensorType(type), part }),
    ),
    dataOf,
    readTensor: async function* ({ name }) {
      yield dataOf(name);
    },
  };
}

function packTensor({ dims, type, weights }: TinyTensor, index: number): Uint8Array {
  const count = dims.reduce((product, dim) => product * dim, 1);
  return quantizeRows(type, weights ?? makeWeights("normal", index + 1, count, 1), count);
}

import { MfError } from "../../base/errors.js";

/** Spelled as ggml_type_name() spells them (ggml.c, llama.cpp v0.5.0). */
const rows = [
  // id, name, weights per block, bytes per block
  [0, "f32", 1, 4],
  [1, "f16", 1, 2],
  [2, "q4_0", 32, 18],
  [3, "q4_1", 32, 20],
  [6, "q5_0", 32, 22],
  [7, "q5_1", 32, 24],
  [8, "q8_0", 32, 34],
  [9, "q8_1", 32, 36],
  [10, "q2_K", 256, 84],
  [11, "q3_K", 256, 110],
  [12, "q4_K", 256, 144],
  [13, "q5_K", 256, 176],
  [14, "q6_K", 256, 210],
  [15, "q8_K", 256, 292],
  [16, "iq2_xxs", 256, 66],
  [17, "iq2_xs", 256, 74],
  [18, "iq3_xxs", 256, 98],
  [19, "iq1_s", 256, 50],
  [20, "iq4_nl", 32, 18],
  [21, "iq3_s", 256, 110],
  [22, "iq2_s", 256, 82],
  [23, "iq4_xs", 256, 136],
  [24, "i8", 1, 1],
  [25, "i16", 1, 2],
  [26, "i32", 1, 4],
  [27, "i64", 1, 8],
  [28, "f64", 1, 8],
  [29, "iq1_m", 256, 56],
  [30, "bf16", 1, 2],
  [34, "tq1_0", 256, 54],
  [35, "tq2_0", 256, 66],
  [39, "mxfp4", 32, 17],
  [40, "nvfp4", 64, 36],
  [41, "q1_0", 128, 18],
  [42, "q2_0", 64, 18],
] as const;

export type TensorTypeName = (typeof rows)[number][1];

/** How ggml stores the weights of a tensor: in blocks of `blockSize` weights, `blockBytes` each. */
export interface TensorType {
  readonly id: number;
  readonly name: TensorTypeName;
  readonly blockSize: number;
  readonly blockBytes: number;
}

/** Every type a GGUF file may hold today, in the order of their ids. */
export const tensorTypes: readonly TensorType[] = rows.map(([id, name, blockSize, blockBytes]) => ({
  id,
  name,
  blockSize,
  blockBytes,
}));

/** Ids that once meant something; ggml gives them no size any more and refuses their files. */
export const removedTensorTypes: ReadonlyMap<number, string> = new Map([
  [4, "q4_2"],
  [5, "q4_3"],
  [31, "q4_0_4_4"],
  [32, "q4_0_4_8"],
  [33, "q4_0_8_8"],
  [36, "iq4_nl_4_4"],
  [37, "iq4_nl_4_8"],
  [38, "iq4_nl_8_8"],
]);

const byId = new Map(tensorTypes.map((type) => [type.id, type]));
const byName = new Map<string, TensorType>(tensorTypes.map((type) => [type.name.toLowerCase(), type]));

export function tryTensorTypeById(id: number): TensorType | undefined {
  return byId.get(id);
}

/** A type by its name in any case: `q4_K`, `Q4_K`, `F16`. */
export function tryTensorType(name: string): TensorType | undefined {
  return byName.get(name.toLowerCase());
}

export function resolveTensorType(name: TensorTypeName): TensorType {
  const type = tryTensorType(name);
  if (type === undefined) throw new MfError("MF_E_TENSOR_TYPE", `there is no tensor type "${name}"`);
  return type;
}

/** Bytes of one row of `rowLength` weights, or undefined when the row is not whole blocks. */
export function tryRowBytes(type: TensorType, rowLength: number): number | undefined {
  return rowLength % type.blockSize === 0 ? (rowLength / type.blockSize) * type.blockBytes : undefined;
}

export function bitsPerWeight(type: TensorType): number {
  return (type.blockBytes * 8) / type.blockSize;
}

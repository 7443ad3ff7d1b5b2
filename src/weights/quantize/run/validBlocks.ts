import type { TensorType, TensorTypeName } from "../../gguf/tensorTypes.js";

/**
 * Where a block keeps float16 fields, which must be finite for its weights to be. ggml checks the same
 * fields (`ggml_validate_row_data`, v0.5.0) and llama-quantize refuses a file in which one fails.
 */
const float16Fields: Partial<Record<TensorTypeName, readonly number[]>> = {
  f16: [0],
  q4_0: [0],
  q4_1: [0, 2],
  q5_0: [0],
  q5_1: [0, 2],
  q8_0: [0],
  q2_K: [80, 82],
  q3_K: [108],
  q4_K: [0, 2],
  q5_K: [0, 2],
  q6_K: [208],
  iq2_xxs: [0],
  iq2_xs: [0],
  iq2_s: [0],
  iq3_xxs: [0],
  iq3_s: [0],
  iq1_s: [0],
  iq4_nl: [0],
  iq4_xs: [0],
  tq1_0: [52],
  tq2_0: [64],
  q1_0: [0],
  q2_0: [0],
};

/** The index of the first block that holds an infinity or a NaN, or undefined when all are sound. */
export function findInvalidBlock(type: TensorType, bytes: Uint8Array): number | undefined {
  const isInvalid = invalidTest(type.name, bytes);
  if (isInvalid === undefined) return undefined;
  for (let at = 0, block = 0; at < bytes.length; at += type.blockBytes, block++) {
    if (isInvalid(at)) return block;
  }
  return undefined;
}

function invalidTest(type: TensorTypeName, bytes: Uint8Array): ((at: number) => boolean) | undefined {
  /** All exponent bits set is what infinities and NaNs have in common. */
  const hasAllBits = (at: number, exponentMask: number): boolean => {
    const bits = ((bytes[at + 1] as number) << 8) | (bytes[at] as number);
    return (bits & exponentMask) === exponentMask;
  };
  if (type === "f32") return (at) => hasAllBits(at + 2, 0x7f80);
  if (type === "bf16") return (at) => hasAllBits(at, 0x7f80);
  // E8M0 has one special value, NaN.
  if (type === "mxfp4") return (at) => bytes[at] === 0xff;
  const fields = float16Fields[type];
  if (fields === undefined) return undefined;
  return (at) => fields.some((field) => hasAllBits(at + field, 0x7c00));
}

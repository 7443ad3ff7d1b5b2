import type { TensorTypeName } from "../../../gguf/tensorTypes.js";
import type { BlockFormat } from "./blockFormat.js";
import { bf16, f16, f32 } from "./formats/casts.js";
import { mxfp4, nvfp4 } from "./formats/fp4.js";
import { iq4_nl, iq4_xs } from "./formats/iq4.js";
import { q4_0, q4_1, q5_0, q5_1, q8_0 } from "./formats/legacy.js";
import { q1_0, q2_0 } from "./formats/lowBit.js";
import { tq1_0, tq2_0 } from "./formats/ternary.js";
import { q2_K } from "./kquants/q2K.js";
import { q3_K } from "./kquants/q3K.js";
import { q4_K, q5_K } from "./kquants/q4K.js";
import { q6_K } from "./kquants/q6K.js";

const formats: Partial<Record<TensorTypeName, BlockFormat>> = {
  f32,
  f16,
  bf16,
  q4_0,
  q4_1,
  q5_0,
  q5_1,
  q8_0,
  q2_K,
  q3_K,
  q4_K,
  q5_K,
  q6_K,
  iq4_nl,
  iq4_xs,
  mxfp4,
  nvfp4,
  tq1_0,
  tq2_0,
  q1_0,
  q2_0,
};

/** How `type` packs weights, if this folder knows: IQ1, IQ2 and IQ3 need ggml's own library. */
export function tryBlockFormat(type: TensorTypeName): BlockFormat | undefined {
  return formats[type];
}

import { viewOf } from "../header/byteViews.js";
import type { TensorType, TensorTypeName } from "../tensorTypes.js";

/** A number in a block that a NaN or an infinity can hide in. */
type FieldKind = "f16" | "bf16" | "f32" | "f64" | "e8m0" | "iq1m";

interface Field {
  readonly kind: FieldKind;
  readonly offset: number;
}

function halves(...offsets: readonly number[]): readonly Field[] {
  return offsets.map((offset) => ({ kind: "f16", offset }));
}

/** Where the blocks of each type keep their scales (ggml-common.h, llama.cpp v0.5.0). */
const fieldsOf: Readonly<Record<TensorTypeName, readonly Field[]>> = {
  f32: [{ kind: "f32", offset: 0 }],
  f64: [{ kind: "f64", offset: 0 }],
  f16: halves(0),
  bf16: [{ kind: "bf16", offset: 0 }],
  q4_0: halves(0),
  q4_1: halves(0, 2),
  q5_0: halves(0),
  q5_1: halves(0, 2),
  q8_0: halves(0),
  q8_1: halves(0, 2),
  q2_K: halves(80, 82),
  q3_K: halves(108),
  q4_K: halves(0, 2),
  q5_K: halves(0, 2),
  q6_K: halves(208),
  q8_K: [{ kind: "f32", offset: 0 }],
  iq2_xxs: halves(0),
  iq2_xs: halves(0),
  iq2_s: halves(0),
  iq3_xxs: halves(0),
  iq3_s: halves(0),
  iq1_s: halves(0),
  iq1_m: [{ kind: "iq1m", offset: 48 }],
  iq4_nl: halves(0),
  iq4_xs: halves(0),
  tq1_0: halves(52),
  tq2_0: halves(64),
  mxfp4: [{ kind: "e8m0", offset: 0 }],
  q1_0: halves(0),
  q2_0: halves(0),
  // Every byte is a valid scale of nvfp4, and integers are always finite.
  nvfp4: [],
  i8: [],
  i16: [],
  i32: [],
  i64: [],
};

/**
 * The first block of `bytes` (whole blocks of `type`) that holds a NaN or an infinity, as a model
 * broken in training or conversion does, or undefined. llama.cpp refuses to quantize such weights.
 */
export function tryNonFiniteBlock(type: TensorType, bytes: Uint8Array): number | undefined {
  let first: number | undefined;
  for (const field of fieldsOf[type.name]) {
    const at = findInField(viewOf(bytes), field, type.blockBytes);
    if (at !== undefined && (first === undefined || at < first)) first = at;
  }
  return first;
}

function findInField(view: DataView, { kind, offset }: Field, stride: number): number | undefined {
  const isBad = tests[kind];
  for (let at = offset; at < view.byteLength; at += stride) {
    if (isBad(view, at)) return Math.floor(at / stride);
  }
  return undefined;
}

/** All exponent bits set is an infinity or a NaN in every IEEE format. */
const tests: Readonly<Record<FieldKind, (view: DataView, at: number) => boolean>> = {
  f16: (view, at) => (view.getUint8(at + 1) & 0x7c) === 0x7c,
  bf16: (view, at) => (view.getUint16(at, true) & 0x7f80) === 0x7f80,
  f32: (view, at) => (view.getUint16(at + 2, true) & 0x7f80) === 0x7f80,
  // ggml computes in f32: a double beyond its range is an infinity there.
  f64: (view, at) => !Number.isFinite(Math.fround(view.getFloat64(at, true))),
  e8m0: (view, at) => view.getUint8(at) === 0xff,
  // The f16 scale is spread over the top four bits of four words: its exponent is in the last two.
  iq1m: (view, at) =>
    ((((view.getUint16(at + 4, true) >> 4) & 0x0f00) | (view.getUint16(at + 6, true) & 0xf000)) & 0x7c00) ===
    0x7c00,
};

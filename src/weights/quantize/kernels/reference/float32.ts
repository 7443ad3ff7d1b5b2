/**
 * Float32 arithmetic as a strict IEEE x86-64 build of ggml does it. The rule of this folder: every
 * operation whose C counterpart is a float operation is rounded with `Math.fround`, in C's order and
 * without fusing. Doing one float32 operation in double and rounding once gives the float32 result,
 * subnormals included, because 53 bits exceed twice 24 and the sum, product, quotient or root cannot
 * then fall on a rounding boundary that was not already there.
 */

const fround = Math.fround;

/** 1.5 · 2^23: adding it pushes the fraction bits out of a float32, rounding to nearest even. */
const roundingBias = 12582912;

const scratchFloat = new Float32Array(1);
const scratchBits = new Int32Array(scratchFloat.buffer);

/**
 * ggml's `nearest_int`: nearest even for |value| ≤ 2^22. Beyond that it wraps around instead of
 * saturating (Inf → −4194304, NaN → 0), and blocks of subnormal weights do get there, so the bytes
 * depend on it.
 */
export function nearestInt(value: number): number {
  const biased = fround(value + roundingBias);
  if (biased >= 8388608 && biased < 16777216) return biased - roundingBias;
  scratchFloat[0] = biased;
  return ((scratchBits[0] as number) & 0x7fffff) - 0x400000;
}

export function clampInt(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}

/**
 * The low byte of C's float → int conversion. x86-64 gives 0x80000000 where the value does not fit,
 * whose low byte is 0; `| 0` agrees, since float32 values from 2^31 on are multiples of 256.
 */
export function truncateToByte(value: number): number {
  return (value | 0) & 0xff;
}

export function truncateToSignedByte(value: number): number {
  return ((value | 0) << 24) >> 24;
}

/** C's `roundf`, halves away from zero. The sum is exact in double where it matters. */
export function roundHalfAway(value: number): number {
  return Math.trunc(value < 0 ? value - 0.5 : value + 0.5);
}

/** 1 / value in float32, or 0 for 0, the guard that every block format here uses. */
export function inverseOrZero(value: number): number {
  return value === 0 ? 0 : fround(1 / value);
}

/** Σ x² over `count` weights from `at`, in order. */
export function sumOfSquares(x: Float32Array, at: number, count: number): number {
  let sum = 0;
  for (let i = at; i < at + count; i++) {
    const value = x[i] as number;
    sum = fround(sum + fround(value * value));
  }
  return sum;
}

/** Largest |x| among `count` weights from `at`. */
export function largestMagnitude(x: Float32Array, at: number, count: number): number {
  return Math.abs(signedExtreme(x, at, count));
}

/** The weight of largest magnitude with its sign; the first of equals wins; 0 when all are zero or NaN. */
export function signedExtreme(x: Float32Array, at: number, count: number): number {
  let magnitude = 0;
  let extreme = 0;
  for (let i = at; i < at + count; i++) {
    const value = x[i] as number;
    const size = Math.abs(value);
    if (size > magnitude) {
      magnitude = size;
      extreme = value;
    }
  }
  return extreme;
}

/**
 * Weights of the squared error under an importance matrix: importance · √(variance + x²).
 * Writes `count` of them to the start of `weights`.
 */
export function fillImportanceWeights(
  weights: Float32Array,
  x: Float32Array,
  importance: Float32Array,
  at: number,
  count: number,
  variance: number,
): void {
  for (let i = 0; i < count; i++) {
    const value = x[at + i] as number;
    const size = fround(Math.sqrt(fround(variance + fround(value * value))));
    weights[i] = (importance[at + i] as number) * size;
  }
}

/** The largest of the first `count` values, 0 when none is positive. */
export function largestPositive(values: Float32Array, count: number): number {
  let max = 0;
  for (let i = 0; i < count; i++) {
    const value = values[i] as number;
    if (value > max) max = value;
  }
  return max;
}

export function sumInOrder(values: Float32Array, count: number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum = fround(sum + (values[i] as number));
  return sum;
}

import { nearestInt } from "../float32.js";
import { isBetterFit } from "./fitSymmetric.js";

const fround = Math.fround;

/** As in fitSymmetric: below this a super-block has no scale worth storing. */
const negligible = fround(1e-15);

const tenth = fround(0.1);
const sweeps = 5;

/**
 * The second level under importance: quantizes the scales (or offsets) of a super-block's groups,
 * which are not negative, to codes 0 … levels. Writes the codes, gives their common scale.
 *
 * There is no lower clamp and codes are bytes: a negative value wraps, as in ggml.
 */
export function fitScales(
  x: Float32Array,
  count: number,
  levels: number,
  weights: Float32Array,
  codes: Uint8Array,
): number {
  let max = 0;
  for (let i = 0; i < count; i++) {
    const value = x[i] as number;
    if (value > max) max = value;
  }
  if (max < negligible) {
    codes.fill(0, 0, count);
    return 0;
  }
  const inverse = bestInverseStep(x, count, levels, weights, max, codes);
  let sumXl = 0;
  let sumLl = 0;
  for (let i = 0; i < count; i++) {
    const value = x[i] as number;
    const weight = weights[i] as number;
    const code = codeAt(fround(inverse * value), levels);
    codes[i] = code;
    sumXl = fround(sumXl + fround(fround(weight * value) * code));
    sumLl = fround(sumLl + fround(fround(weight * code) * code));
  }
  for (let sweep = 0; sweep < sweeps; sweep++) {
    let changed = false;
    for (let i = 0; i < count; i++) {
      const value = x[i] as number;
      const weight = weights[i] as number;
      const code = codes[i] as number;
      let otherXl = fround(sumXl - fround(fround(weight * value) * code));
      let otherLl = fround(sumLl - fround(fround(weight * code) * code));
      if (!(otherXl > 0 && otherLl > 0)) continue;
      const moved = codeAt(fround(fround(value * otherLl) / otherXl), levels);
      if (moved === code) continue;
      otherXl = fround(otherXl + fround(fround(weight * value) * moved));
      otherLl = fround(otherLl + fround(fround(weight * moved) * moved));
      if (isBetterFit(otherXl, otherLl, sumXl, sumLl)) {
        codes[i] = moved;
        sumXl = otherXl;
        sumLl = otherLl;
        changed = true;
      }
    }
    if (!changed) break;
  }
  return sumLl > 0 ? fround(sumXl / sumLl) : 0;
}

/** The inverse step size, of the plain one and eight around it, with the least weighted squared error. */
function bestInverseStep(
  x: Float32Array,
  count: number,
  levels: number,
  weights: Float32Array,
  max: number,
  codes: Uint8Array,
): number {
  let best = fround(levels / max);
  // The plain step's codes go through a byte array unclamped before their error is taken.
  for (let i = 0; i < count; i++) codes[i] = nearestInt(fround(best * (x[i] as number)));
  let bestError = 0;
  const scale = fround(1 / best);
  for (let i = 0; i < count; i++) {
    const delta = fround((x[i] as number) - fround(scale * (codes[i] as number)));
    bestError = fround(bestError + fround(fround((weights[i] as number) * delta) * delta));
  }
  for (let step = -4; step <= 4; step++) {
    if (step === 0) continue;
    const inverse = fround(fround(fround(tenth * step) + levels) / max);
    const trialScale = fround(1 / inverse);
    let error = 0;
    for (let i = 0; i < count; i++) {
      const value = x[i] as number;
      const delta = fround(value - fround(trialScale * codeAt(fround(inverse * value), levels)));
      error = fround(error + fround(fround((weights[i] as number) * delta) * delta));
    }
    if (error < bestError) {
      bestError = error;
      best = inverse;
    }
  }
  return best;
}

function codeAt(position: number, levels: number): number {
  const code = nearestInt(position);
  return Math.min(code, levels);
}

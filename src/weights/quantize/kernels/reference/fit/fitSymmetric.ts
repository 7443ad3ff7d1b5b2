import { clampInt, nearestInt, signedExtreme } from "../float32.js";

const fround = Math.fround;

/** Groups whose largest weight is below this are stored as zeros (ggml-quants.c, GROUP_MAX_EPS). */
const negligible = fround(1e-15);

const tenth = fround(0.1);

/**
 * Finds the scale of a group of weights x ≈ scale · (code − levels), codes 0 … 2·levels − 1, that
 * makes the weighted squared error least among 19 candidate step sizes. Without `weights` each weight
 * counts by its own square. Writes the codes and gives the scale.
 */
export function fitSymmetric(
  x: Float32Array,
  at: number,
  count: number,
  levels: number,
  weights: Float32Array | undefined,
  weightsAt: number,
  codes: Uint8Array,
  codesAt: number,
): number {
  const extreme = signedExtreme(x, at, count);
  if (Math.abs(extreme) < negligible) {
    codes.fill(0, codesAt, codesAt + count);
    return 0;
  }
  let bestInverse = fround(-levels / extreme);
  let scale = 0;
  let best = 0;
  for (let attempt = 0; attempt < 19; attempt++) {
    const step = attemptSteps[attempt] as number;
    const inverse = step === 0 ? bestInverse : fround(-fround(levels + fround(tenth * step)) / extreme);
    let sumXl = 0;
    let sumLl = 0;
    for (let i = 0; i < count; i++) {
      const value = x[at + i] as number;
      const level = clampInt(nearestInt(fround(inverse * value)), -levels, levels - 1);
      const weight = weights === undefined ? fround(value * value) : (weights[weightsAt + i] as number);
      sumXl = fround(sumXl + fround(fround(weight * value) * level));
      sumLl = fround(sumLl + fround(fround(weight * level) * level));
    }
    if (step === 0) {
      scale = sumLl === 0 ? 0 : fround(sumXl / sumLl);
      best = fround(scale * sumXl);
    } else if (sumLl > 0 && fround(sumXl * sumXl) > fround(best * sumLl)) {
      bestInverse = inverse;
      scale = fround(sumXl / sumLl);
      best = fround(scale * sumXl);
    }
  }
  for (let i = 0; i < count; i++) {
    const level = clampInt(nearestInt(fround(bestInverse * (x[at + i] as number))), -levels, levels - 1);
    codes[codesAt + i] = level + levels;
  }
  return scale;
}

/** The plain step size first, then −9 … 9 tenths of a level around it. */
const attemptSteps = Int8Array.of(0, -9, -8, -7, -6, -5, -4, -3, -2, -1, 1, 2, 3, 4, 5, 6, 7, 8, 9);

const refineLevels = 4;
const refineSweeps = 5;
const refinedLevels = new Int8Array(16);

/**
 * The search of Q3_K without importance: one step size, then sweeps that move single weights to the
 * level that fits the scale of all others best. Codes 0 … 7 for 16 weights; gives the scale.
 */
export function fitSymmetricBySweeps(
  x: Float32Array,
  at: number,
  codes: Uint8Array,
  codesAt: number,
): number {
  const extreme = signedExtreme(x, at, 16);
  if (Math.abs(extreme) < negligible) {
    codes.fill(0, codesAt, codesAt + 16);
    return 0;
  }
  const inverse = fround(-refineLevels / extreme);
  let sumXl = 0;
  let sumLl = 0;
  for (let i = 0; i < 16; i++) {
    const value = x[at + i] as number;
    const level = clampInt(nearestInt(fround(inverse * value)), -refineLevels, refineLevels - 1);
    const weight = fround(value * value);
    refinedLevels[i] = level;
    sumXl = fround(sumXl + fround(fround(weight * value) * level));
    sumLl = fround(sumLl + fround(fround(weight * level) * level));
  }
  for (let sweep = 0; sweep < refineSweeps; sweep++) {
    let changed = false;
    for (let i = 0; i < 16; i++) {
      const value = x[at + i] as number;
      const weight = fround(value * value);
      const level = refinedLevels[i] as number;
      let otherXl = fround(sumXl - fround(fround(weight * value) * level));
      if (!(otherXl > 0)) continue;
      let otherLl = fround(sumLl - fround(fround(weight * level) * level));
      const ideal = nearestInt(fround(fround(value * otherLl) / otherXl));
      const moved = clampInt(ideal, -refineLevels, refineLevels - 1);
      if (moved === level) continue;
      otherXl = fround(otherXl + fround(fround(weight * value) * moved));
      otherLl = fround(otherLl + fround(fround(weight * moved) * moved));
      if (otherLl > 0 && isBetterFit(otherXl, otherLl, sumXl, sumLl)) {
        refinedLevels[i] = moved;
        sumXl = otherXl;
        sumLl = otherLl;
        changed = true;
      }
    }
    if (!changed) break;
  }
  for (let i = 0; i < 16; i++) codes[codesAt + i] = (refinedLevels[i] as number) + refineLevels;
  return sumLl > 0 ? fround(sumXl / sumLl) : 0;
}

/** Whether Σxl²/Σll, the part of Σx² that a scale explains, grows from the old sums to the new ones. */
export function isBetterFit(newXl: number, newLl: number, oldXl: number, oldLl: number): boolean {
  return fround(fround(newXl * newXl) * oldLl) > fround(fround(oldXl * oldXl) * newLl);
}

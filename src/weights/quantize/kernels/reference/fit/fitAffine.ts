import { clampInt, nearestInt } from "../float32.js";

const fround = Math.fround;

/** The candidate step sizes of a search, tried as (first + step · k + levels) / range for k = 0 … steps. */
export interface AffineSearch {
  readonly levels: number;
  readonly first: number;
  readonly step: number;
  readonly steps: number;
  /** Whether the error is Σ weight · |δ| (Q2_K without importance) instead of Σ weight · δ². */
  readonly absoluteError: boolean;
}

export function affineSearch(
  levels: number,
  first: number,
  step: number,
  steps: number,
  error: "absolute" | "squared" = "squared",
): AffineSearch {
  return { levels, first: fround(first), step: fround(step), steps, absoluteError: error === "absolute" };
}

export interface AffineFit {
  readonly scale: number;
  /** What is subtracted: x ≈ scale · code − offset. Never negative but for rounding of NaN. */
  readonly offset: number;
}

/** The largest group an affine search is run on. */
const largestGroup = 32;
const trialLevels = new Float32Array(largestGroup);

/**
 * Finds scale and offset of a group, x ≈ scale · code − offset with codes 0 … levels, by weighted
 * least squares over a row of candidate step sizes. A better candidate's minimum becomes the origin of
 * the following candidates, while the maximum stays: that is ggml's order, and the bytes follow from it.
 */
export function fitAffine(
  x: Float32Array,
  at: number,
  count: number,
  weights: Float32Array,
  search: AffineSearch,
  codes: Uint8Array,
  codesAt: number,
): AffineFit {
  const { levels, absoluteError } = search;
  let min = x[at] as number;
  let max = min;
  let sumW = weights[0] as number;
  let sumWx = fround(sumW * min);
  for (let i = 1; i < count; i++) {
    const value = x[at + i] as number;
    const weight = weights[i] as number;
    if (value < min) min = value;
    if (value > max) max = value;
    sumW = fround(sumW + weight);
    sumWx = fround(sumWx + fround(weight * value));
  }
  if (min > 0) min = 0;
  if (max <= min) {
    codes.fill(0, codesAt, codesAt + count);
    return { scale: 0, offset: -min };
  }

  let inverse = fround(levels / fround(max - min));
  let bestInverse = inverse;
  let bestOrigin = min;
  let scale = fround(1 / inverse);
  fillLevels(x, at, count, inverse, min, levels);
  let bestError = errorOf(x, at, count, weights, scale, min, absoluteError);
  for (let k = 0; k <= search.steps; k++) {
    inverse = fround(fround(fround(search.first + fround(search.step * k)) + levels) / fround(max - min));
    fillLevels(x, at, count, inverse, min, levels);
    let sumL = 0;
    let sumLl = 0;
    let sumXl = 0;
    for (let i = 0; i < count; i++) {
      const level = trialLevels[i] as number;
      const weighted = fround((weights[i] as number) * level);
      sumL = fround(sumL + weighted);
      sumLl = fround(sumLl + fround(weighted * level));
      sumXl = fround(sumXl + fround(weighted * (x[at + i] as number)));
    }
    const determinant = fround(fround(sumW * sumLl) - fround(sumL * sumL));
    if (!(determinant > 0)) continue;
    let trialScale = fround(fround(fround(sumW * sumXl) - fround(sumWx * sumL)) / determinant);
    let trialMin = fround(fround(fround(sumLl * sumWx) - fround(sumL * sumXl)) / determinant);
    if (trialMin > 0) {
      trialMin = 0;
      trialScale = fround(sumXl / sumLl);
    }
    const error = errorOf(x, at, count, weights, trialScale, trialMin, absoluteError);
    if (error < bestError) {
      bestError = error;
      bestInverse = inverse;
      bestOrigin = min;
      scale = trialScale;
      min = trialMin;
    }
  }
  fillLevels(x, at, count, bestInverse, bestOrigin, levels);
  for (let i = 0; i < count; i++) codes[codesAt + i] = trialLevels[i] as number;
  return { scale, offset: -min };
}

function fillLevels(
  x: Float32Array,
  at: number,
  count: number,
  inverse: number,
  origin: number,
  levels: number,
): void {
  for (let i = 0; i < count; i++) {
    const position = fround(inverse * fround((x[at + i] as number) - origin));
    trialLevels[i] = clampInt(nearestInt(position), 0, levels);
  }
}

function errorOf(
  x: Float32Array,
  at: number,
  count: number,
  weights: Float32Array,
  scale: number,
  min: number,
  absolute: boolean,
): number {
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const delta = fround(fround(fround(scale * (trialLevels[i] as number)) + min) - (x[at + i] as number));
    const error = absolute ? Math.abs(delta) : fround(delta * delta);
    sum = fround(sum + fround((weights[i] as number) * error));
  }
  return sum;
}

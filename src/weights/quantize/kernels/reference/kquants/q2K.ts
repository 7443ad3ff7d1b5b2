import { type BlockFormat, eachBlock } from "../blockFormat.js";
import { affineSearch, fitAffine } from "../fit/fitAffine.js";
import { fitScales } from "../fit/fitScales.js";
import {
  clampInt,
  fillImportanceWeights,
  largestPositive,
  nearestInt,
  sumInOrder,
  sumOfSquares,
} from "../float32.js";
import { readFloat16, writeFloat16 } from "../formats/casts.js";
import { packTwoBitCodes, twoBitCodeAt } from "./twoBitCodes.js";

const fround = Math.fround;

const blockWeights = 256;
const blockBytes = 84;
const groups = 16;
const groupWeights = 16;
const levels = 3;
const scaleLevels = 15;

const codesAt = 16;
const scaleAt = 80;
const minScaleAt = 82;

const plainSearch = affineSearch(levels, -0.5, 0.1, 15, "absolute");
const importanceSearch = affineSearch(levels, -0.9, 0.05, 36);

const codes = new Uint8Array(blockWeights);
const weights = new Float32Array(groupWeights);
const weightSums = new Float32Array(groups);
const scales = new Float32Array(groups);
const offsets = new Float32Array(groups);
const scaleCodes = new Uint8Array(groups);
const offsetCodes = new Uint8Array(groups);

/** Q2_K: 16 groups of 16 weights, x = scale · groupScale · code − minScale · groupOffset. */
export const q2_K: BlockFormat = {
  blockWeights,
  blockBytes,
  quantizeRow(x, out, importance) {
    eachBlock(x.length, blockWeights, blockBytes, (at, outAt) => {
      if (importance) quantizeBlockByImportance(x, at, out, outAt, importance);
      else quantizeBlock(x, at, out, outAt);
      roundToScales(x, at, out, outAt);
      packTwoBitCodes(out, outAt + codesAt, codes);
    });
  },
  dequantizeBlock(block, at, y, yAt) {
    const scale = readFloat16(block, at + scaleAt);
    const minScale = readFloat16(block, at + minScaleAt);
    for (let i = 0; i < blockWeights; i++) {
      const pair = block[at + (i >> 4)] as number;
      const step = fround(scale * (pair & 15));
      y[yAt + i] = fround(step * twoBitCodeAt(block, at + codesAt, i)) - fround(minScale * (pair >> 4));
    }
  },
};

function quantizeBlock(x: Float32Array, at: number, out: Uint8Array, outAt: number): void {
  for (let group = 0; group < groups; group++) {
    const start = at + groupWeights * group;
    for (let i = 0; i < groupWeights; i++) weights[i] = Math.abs(x[start + i] as number);
    const fit = fitAffine(x, start, groupWeights, weights, plainSearch, codes, groupWeights * group);
    scales[group] = fit.scale;
    offsets[group] = fit.offset;
  }
  writeFloat16(out, outAt + scaleAt, roundScales(scales, scaleCodes));
  writeFloat16(out, outAt + minScaleAt, roundScales(offsets, offsetCodes));
  packScales(out, outAt);
}

function quantizeBlockByImportance(
  x: Float32Array,
  at: number,
  out: Uint8Array,
  outAt: number,
  importance: Float32Array,
): void {
  const variance = fround(sumOfSquares(x, at, blockWeights) / blockWeights);
  for (let group = 0; group < groups; group++) {
    const start = at + groupWeights * group;
    fillImportanceWeights(weights, x, importance, start, groupWeights, variance);
    weightSums[group] = sumInOrder(weights, groupWeights);
    const fit = fitAffine(x, start, groupWeights, weights, importanceSearch, codes, groupWeights * group);
    scales[group] = fit.scale;
    offsets[group] = fit.offset;
  }
  writeFloat16(out, outAt + scaleAt, fitScales(scales, groups, scaleLevels, weightSums, scaleCodes));
  writeFloat16(out, outAt + minScaleAt, fitScales(offsets, groups, scaleLevels, weightSums, offsetCodes));
  packScales(out, outAt);
}

/** Codes for sixteen scales or offsets by the largest of them, unclamped; gives their common scale. */
function roundScales(values: Float32Array, valueCodes: Uint8Array): number {
  const max = largestPositive(values, groups);
  if (!(max > 0)) {
    valueCodes.fill(0);
    return 0;
  }
  const inverse = fround(scaleLevels / max);
  for (let group = 0; group < groups; group++) {
    valueCodes[group] = nearestInt(fround(inverse * (values[group] as number)));
  }
  return fround(max / scaleLevels);
}

function packScales(out: Uint8Array, outAt: number): void {
  for (let group = 0; group < groups; group++) {
    out[outAt + group] = (scaleCodes[group] as number) | ((offsetCodes[group] as number) << 4);
  }
}

/** Rounds the weights anew to the stored scales; a group whose scale became 0 keeps its searched codes. */
function roundToScales(x: Float32Array, at: number, out: Uint8Array, outAt: number): void {
  const scale = readFloat16(out, outAt + scaleAt);
  const minScale = readFloat16(out, outAt + minScaleAt);
  for (let group = 0; group < groups; group++) {
    const pair = out[outAt + group] as number;
    const step = fround(scale * (pair & 15));
    if (step === 0) continue;
    const offset = fround(minScale * (pair >> 4));
    for (let i = groupWeights * group; i < groupWeights * (group + 1); i++) {
      codes[i] = clampInt(nearestInt(fround(fround((x[at + i] as number) + offset) / step)), 0, levels);
    }
  }
}

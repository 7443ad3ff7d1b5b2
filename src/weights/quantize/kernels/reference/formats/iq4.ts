import { type BlockFormat, eachBlock } from "../blockFormat.js";
import {
  clampInt,
  fillImportanceWeights,
  inverseOrZero,
  nearestInt,
  signedExtreme,
  sumOfSquares,
} from "../float32.js";
import { readFloat16, readUint16, writeFloat16, writeUint16 } from "./casts.js";

const fround = Math.fround;

/** The 16 levels a code of IQ4_NL and IQ4_XS stands for (kvalues_iq4nl, ggml-common.h). */
const levels = Float32Array.of(-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113);
const lowestLevel = -127;
const highestCode = 15;

const groupWeights = 32;
const attempts = 7;
/** As in fitSymmetric: groups below this are stored as zeros. */
const negligible = fround(1e-15);

const weights = new Float32Array(groupWeights);

/** IQ4_NL: 32 weights, x = scale · level(code). */
export const iq4_nl: BlockFormat = {
  blockWeights: groupWeights,
  blockBytes: 18,
  quantizeRow(x, out, importance) {
    eachBlock(x.length, groupWeights, 18, (at, outAt) => {
      if (importance)
        fillImportanceWeights(weights, x, importance, at, groupWeights, variance(x, at, groupWeights));
      else fillSquareWeights(x, at);
      const scale = fitLevels(x, at);
      writeFloat16(out, outAt, scale);
      packCodes(x, at, inverseOrZero(scale), out, outAt + 2);
    });
  },
  dequantizeBlock(block, at, y, yAt) {
    unpackCodes(block, at + 2, readFloat16(block, at), y, yAt);
  },
};

const superBlockWeights = 256;
const superBlockBytes = 136;
const groups = 8;
const highScalesAt = 2;
const lowScalesAt = 4;
const codesAt = 8;
const scaleLevels = 32;

const scales = new Float32Array(groups);

/** IQ4_XS: 8 groups of 32 weights, x = scale · (groupScale − 32) · level(code). */
export const iq4_xs: BlockFormat = {
  blockWeights: superBlockWeights,
  blockBytes: superBlockBytes,
  quantizeRow(x, out, importance) {
    eachBlock(x.length, superBlockWeights, superBlockBytes, (at, outAt) => {
      const blockVariance = importance ? variance(x, at, superBlockWeights) : 0;
      for (let group = 0; group < groups; group++) {
        const start = at + groupWeights * group;
        if (importance) fillImportanceWeights(weights, x, importance, start, groupWeights, blockVariance);
        else fillSquareWeights(x, start);
        scales[group] = fitLevels(x, start);
      }
      packSuperBlock(x, at, out, outAt);
    });
  },
  dequantizeBlock(block, at, y, yAt) {
    const scale = readFloat16(block, at);
    const highScales = readUint16(block, at + highScalesAt);
    for (let group = 0; group < groups; group++) {
      const low = ((block[at + lowScalesAt + (group >> 1)] as number) >> (4 * (group & 1))) & 15;
      const high = (highScales >> (2 * group)) & 3;
      const step = fround(scale * ((low | (high << 4)) - scaleLevels));
      unpackCodes(block, at + codesAt + 16 * group, step, y, yAt + groupWeights * group);
    }
  },
};

function packSuperBlock(x: Float32Array, at: number, out: Uint8Array, outAt: number): void {
  const scale = fround(-signedExtreme(scales, 0, groups) / scaleLevels);
  writeFloat16(out, outAt, scale);
  // The group scales and the codes follow the scale before its rounding to float16.
  const inverse = inverseOrZero(scale);
  let highScales = 0;
  for (let group = 0; group < groups; group++) {
    const ideal = nearestInt(fround(inverse * (scales[group] as number)));
    const groupScale = clampInt(ideal, -scaleLevels, scaleLevels - 1);
    const code = groupScale + scaleLevels;
    const lowAt = outAt + lowScalesAt + (group >> 1);
    out[lowAt] = group & 1 ? (out[lowAt] as number) | ((code & 15) << 4) : code & 15;
    highScales |= (code >> 4) << (2 * group);
    const step = fround(scale * groupScale);
    packCodes(x, at + groupWeights * group, inverseOrZero(step), out, outAt + codesAt + 16 * group);
  }
  writeUint16(out, outAt + highScalesAt, highScales);
}

function variance(x: Float32Array, at: number, count: number): number {
  return fround(sumOfSquares(x, at, count) * (2 / count));
}

function fillSquareWeights(x: Float32Array, at: number): void {
  for (let i = 0; i < groupWeights; i++) {
    const value = x[at + i] as number;
    weights[i] = value * value;
  }
}

/** The best scale of 32 weights of which the largest meets the lowest level or one of 15 points near it. */
function fitLevels(x: Float32Array, at: number): number {
  const extreme = signedExtreme(x, at, groupWeights);
  if (Math.abs(extreme) < negligible) return 0;
  let scale = 0;
  let best = 0;
  for (let attempt = -attempts - 1; attempt <= attempts; attempt++) {
    const isFirst = attempt < -attempts;
    // The first try inverts a rounded scale, the others divide directly: the results can differ.
    const inverse = isFirst
      ? fround(1 / fround(-extreme / lowestLevel))
      : fround((attempt + lowestLevel) / extreme);
    let sumXl = 0;
    let sumLl = 0;
    for (let i = 0; i < groupWeights; i++) {
      const value = x[at + i] as number;
      const level = levels[nearestLevel(fround(inverse * value))] as number;
      const weighted = fround((weights[i] as number) * level);
      sumXl = fround(sumXl + fround(weighted * value));
      sumLl = fround(sumLl + fround(weighted * level));
    }
    if (isFirst) {
      scale = sumLl > 0 ? fround(sumXl / sumLl) : 0;
      best = fround(scale * sumXl);
    } else if (sumLl > 0 && fround(sumXl * sumXl) > fround(best * sumLl)) {
      scale = fround(sumXl / sumLl);
      best = fround(scale * sumXl);
    }
  }
  return scale;
}

/** The code of the level nearest to `value`; of two equally near ones the higher; 15 for NaN. */
function nearestLevel(value: number): number {
  if (value <= lowestLevel) return 0;
  if (!(value < (levels[highestCode] as number))) return highestCode;
  let low = 0;
  let high = highestCode;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (value < (levels[middle] as number)) high = middle;
    else low = middle;
  }
  const below = fround(value - (levels[low] as number));
  const above = fround((levels[high] as number) - value);
  return below < above ? low : high;
}

/** Two codes a byte: code i in the low nibble, code i + 16 in the high one. */
function packCodes(x: Float32Array, at: number, inverse: number, out: Uint8Array, outAt: number): void {
  for (let i = 0; i < 16; i++) {
    const low = nearestLevel(fround(inverse * (x[at + i] as number)));
    const high = nearestLevel(fround(inverse * (x[at + 16 + i] as number)));
    out[outAt + i] = low | (high << 4);
  }
}

function unpackCodes(block: Uint8Array, at: number, step: number, y: Float32Array, yAt: number): void {
  for (let i = 0; i < 16; i++) {
    const pair = block[at + i] as number;
    y[yAt + i] = step * (levels[pair & 15] as number);
    y[yAt + 16 + i] = step * (levels[pair >> 4] as number);
  }
}

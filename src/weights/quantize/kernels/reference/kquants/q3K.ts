import { type BlockFormat, eachBlock } from "../blockFormat.js";
import { fitSymmetric, fitSymmetricBySweeps } from "../fit/fitSymmetric.js";
import {
  clampInt,
  fillImportanceWeights,
  nearestInt,
  signedExtreme,
  sumInOrder,
  sumOfSquares,
  truncateToSignedByte,
} from "../float32.js";
import { readFloat16, writeFloat16 } from "../formats/casts.js";
import { packTwoBitCodes, twoBitCodeAt } from "./twoBitCodes.js";

const fround = Math.fround;

const blockWeights = 256;
const blockBytes = 110;
const groups = 16;
const groupWeights = 16;
const levels = 4;
const scaleLevels = 32;

const highBitsAt = 0;
const codesAt = 32;
const scalesAt = 96;
const scaleAt = 108;

const codes = new Uint8Array(blockWeights);
const weights = new Float32Array(groupWeights);
const weightSums = new Float32Array(groups);
const scales = new Float32Array(groups);
const scaleCodes = new Uint8Array(groups);

/** Q3_K: 16 groups of 16 weights, x = scale · (groupScale − 32) · (code − 4). */
export const q3_K: BlockFormat = {
  blockWeights,
  blockBytes,
  quantizeRow(x, out, importance) {
    eachBlock(x.length, blockWeights, blockBytes, (at, outAt) => {
      const scale = importance ? fitBlockByImportance(x, at, importance) : fitBlock(x, at);
      writeFloat16(out, outAt + scaleAt, scale);
      packScales(out, outAt);
      roundToScales(x, at, out, outAt);
      packHighBits(out, outAt);
      packTwoBitCodes(out, outAt + codesAt, codes);
    });
  },
  dequantizeBlock(block, at, y, yAt) {
    const scale = readFloat16(block, at + scaleAt);
    for (let i = 0; i < blockWeights; i++) {
      const highBit = ((block[at + highBitsAt + (i & 31)] as number) >> (i >> 5)) & 1;
      const code = twoBitCodeAt(block, at + codesAt, i) | (highBit << 2);
      y[yAt + i] = fround(scale * groupScale(block, at, i >> 4)) * (code - levels);
    }
  },
};

function fitBlock(x: Float32Array, at: number): number {
  for (let group = 0; group < groups; group++) {
    const start = groupWeights * group;
    scales[group] = fitSymmetricBySweeps(x, at + start, codes, start);
  }
  const extreme = signedExtreme(scales, 0, groups);
  if (extreme === 0) {
    scaleCodes.fill(0);
    return 0;
  }
  const inverse = fround(-scaleLevels / extreme);
  for (let group = 0; group < groups; group++) {
    const code = truncateToSignedByte(nearestInt(fround(inverse * (scales[group] as number))));
    scaleCodes[group] = clampInt(code, -scaleLevels, scaleLevels - 1) + scaleLevels;
  }
  return fround(1 / inverse);
}

function fitBlockByImportance(x: Float32Array, at: number, importance: Float32Array): number {
  const variance = fround(fround(2 * sumOfSquares(x, at, blockWeights)) / blockWeights);
  for (let group = 0; group < groups; group++) {
    const start = groupWeights * group;
    fillImportanceWeights(weights, x, importance, at + start, groupWeights, variance);
    weightSums[group] = sumInOrder(weights, groupWeights);
    scales[group] = fitSymmetric(x, at + start, groupWeights, levels, weights, 0, codes, start);
  }
  return fitSymmetric(scales, 0, groups, scaleLevels, weightSums, 0, scaleCodes, 0);
}

/** Sixteen codes of six bits: four low bits in bytes 0–7, two high bits in bytes 8–11. */
function packScales(out: Uint8Array, outAt: number): void {
  const at = outAt + scalesAt;
  for (let i = 0; i < 8; i++) {
    out[at + i] = ((scaleCodes[i] as number) & 15) | (((scaleCodes[i + 8] as number) & 15) << 4);
  }
  for (let i = 0; i < 4; i++) {
    let packed = 0;
    for (let j = 0; j < 4; j++) packed |= ((scaleCodes[i + 4 * j] as number) >> 4) << (2 * j);
    out[at + 8 + i] = packed;
  }
}

/** The signed scale of a group, −32 … 31. */
function groupScale(block: Uint8Array, blockAt: number, group: number): number {
  const at = blockAt + scalesAt;
  const low = ((block[at + (group & 7)] as number) >> (group < 8 ? 0 : 4)) & 15;
  const high = ((block[at + 8 + (group & 3)] as number) >> (2 * (group >> 2))) & 3;
  return (low | (high << 4)) - scaleLevels;
}

/** Rounds the weights anew to the stored scales; a group whose scale became 0 keeps its searched codes. */
function roundToScales(x: Float32Array, at: number, out: Uint8Array, outAt: number): void {
  const scale = readFloat16(out, outAt + scaleAt);
  for (let group = 0; group < groups; group++) {
    const step = fround(scale * groupScale(out, outAt, group));
    if (step === 0) continue;
    for (let i = groupWeights * group; i < groupWeights * (group + 1); i++) {
      codes[i] = clampInt(nearestInt(fround((x[at + i] as number) / step)), -levels, levels - 1) + levels;
    }
  }
}

/** Bit b of byte l is the third bit of code 32·b + l. */
function packHighBits(out: Uint8Array, outAt: number): void {
  for (let lane = 0; lane < 32; lane++) {
    let packed = 0;
    for (let bit = 0; bit < 8; bit++) packed |= ((codes[32 * bit + lane] as number) >> 2) << bit;
    out[outAt + highBitsAt + lane] = packed;
  }
}

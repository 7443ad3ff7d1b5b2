import { type BlockFormat, eachBlock } from "../blockFormat.js";
import { type AffineSearch, affineSearch, fitAffine } from "../fit/fitAffine.js";
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
import { offsetCodeAt, packSixBitPairs, scaleCodeAt } from "./sixBitPairs.js";

const fround = Math.fround;

const blockWeights = 256;
const groups = 8;
const groupWeights = 32;

/** Codes of scales and offsets have six bits. */
const scaleLevels = 63;
const pairsAt = 4;

const codes = new Uint8Array(blockWeights);
const weights = new Float32Array(groupWeights);
const weightSums = new Float32Array(groups);
const scales = new Float32Array(groups);
const offsets = new Float32Array(groups);
const scaleCodes = new Uint8Array(groups);
const offsetCodes = new Uint8Array(groups);

export const q4_K = format(4, affineSearch(15, -1, 0.1, 20), affineSearch(15, -0.9, 0.05, 36));
export const q5_K = format(5, affineSearch(31, -0.5, 0.1, 15), affineSearch(31, -0.9, 0.05, 36));

/** Q4_K and Q5_K: 8 groups of 32 weights, x = scale · groupScale · code − minScale · groupOffset. */
function format(bits: 4 | 5, plainSearch: AffineSearch, importanceSearch: AffineSearch): BlockFormat {
  const levels = 2 ** bits - 1;
  const fifthBitsAt = 16;
  const codesAt = bits === 4 ? 16 : 48;
  const blockBytes = codesAt + 128;

  function quantizeBlock(x: Float32Array, at: number, out: Uint8Array, outAt: number): void {
    for (let group = 0; group < groups; group++) {
      const start = at + groupWeights * group;
      fillMagnitudeWeights(x, start);
      const fit = fitAffine(x, start, groupWeights, weights, plainSearch, codes, groupWeights * group);
      scales[group] = fit.scale;
      offsets[group] = fit.offset;
    }
    writeFloat16(out, outAt, roundScales(scales, scaleCodes));
    writeFloat16(out, outAt + 2, roundScales(offsets, offsetCodes));
  }

  function quantizeBlockByImportance(
    x: Float32Array,
    at: number,
    out: Uint8Array,
    outAt: number,
    importance: Float32Array,
  ): void {
    const variance = fround(fround(2 * sumOfSquares(x, at, blockWeights)) / blockWeights);
    for (let group = 0; group < groups; group++) {
      const start = at + groupWeights * group;
      fillImportanceWeights(weights, x, importance, start, groupWeights, variance);
      weightSums[group] = sumInOrder(weights, groupWeights);
      const fit = fitAffine(x, start, groupWeights, weights, importanceSearch, codes, groupWeights * group);
      scales[group] = fit.scale;
      offsets[group] = fit.offset;
    }
    writeFloat16(out, outAt, fitScales(scales, groups, scaleLevels, weightSums, scaleCodes));
    writeFloat16(out, outAt + 2, fitScales(offsets, groups, scaleLevels, weightSums, offsetCodes));
    // Only Q5_K clamps here; in Q4_K a wrapped code reaches the packing as it is.
    if (bits === 5) {
      for (let group = 0; group < groups; group++) {
        scaleCodes[group] = Math.min(scaleLevels, scaleCodes[group] as number);
        offsetCodes[group] = Math.min(scaleLevels, offsetCodes[group] as number);
      }
    }
  }

  /** Rounds the weights anew to the stored scales; a group whose scale became 0 keeps its searched codes. */
  function roundToScales(x: Float32Array, at: number, out: Uint8Array, outAt: number): void {
    const scale = readFloat16(out, outAt);
    const minScale = readFloat16(out, outAt + 2);
    for (let group = 0; group < groups; group++) {
      const step = fround(scale * scaleCodeAt(out, outAt + pairsAt, group));
      if (step === 0) continue;
      const offset = fround(minScale * offsetCodeAt(out, outAt + pairsAt, group));
      for (let i = groupWeights * group; i < groupWeights * (group + 1); i++) {
        codes[i] = clampInt(nearestInt(fround(fround((x[at + i] as number) + offset) / step)), 0, levels);
      }
    }
  }

  /** Low nibbles in chunks of 64 codes, the second 32 in the high halves; fifth bits by chunk and half. */
  function packCodes(out: Uint8Array, outAt: number): void {
    for (let lane = 0; lane < 32; lane++) {
      let fifthBits = 0;
      for (let chunk = 0; chunk < 4; chunk++) {
        const low = codes[64 * chunk + lane] as number;
        const high = codes[64 * chunk + 32 + lane] as number;
        out[outAt + codesAt + 32 * chunk + lane] = (low & 15) | ((high & 15) << 4);
        fifthBits |= ((low >> 4) << (2 * chunk)) | ((high >> 4) << (2 * chunk + 1));
      }
      if (bits === 5) out[outAt + fifthBitsAt + lane] = fifthBits;
    }
  }

  return {
    blockWeights,
    blockBytes,
    quantizeRow(x, out, importance) {
      eachBlock(x.length, blockWeights, blockBytes, (at, outAt) => {
        if (importance) quantizeBlockByImportance(x, at, out, outAt, importance);
        else quantizeBlock(x, at, out, outAt);
        packSixBitPairs(out, outAt + pairsAt, scaleCodes, offsetCodes);
        roundToScales(x, at, out, outAt);
        packCodes(out, outAt);
      });
    },
    dequantizeBlock(block, at, y, yAt) {
      const scale = readFloat16(block, at);
      const minScale = readFloat16(block, at + 2);
      for (let group = 0; group < groups; group++) {
        const step = fround(scale * scaleCodeAt(block, at + pairsAt, group));
        const offset = fround(minScale * offsetCodeAt(block, at + pairsAt, group));
        const nibbleShift = 4 * (group & 1);
        for (let lane = 0; lane < 32; lane++) {
          const nibble = ((block[at + codesAt + 32 * (group >> 1) + lane] as number) >> nibbleShift) & 15;
          const fifthBit = bits === 5 ? ((block[at + fifthBitsAt + lane] as number) >> group) & 1 : 0;
          y[yAt + groupWeights * group + lane] = fround(step * (nibble | (fifthBit << 4))) - offset;
        }
      }
    },
  };
}

/** Without importance a weight counts by the group's root mean square plus its own magnitude. */
function fillMagnitudeWeights(x: Float32Array, at: number): void {
  const rootMeanSquare = fround(Math.sqrt(fround(sumOfSquares(x, at, groupWeights) / groupWeights)));
  for (let i = 0; i < groupWeights; i++) {
    weights[i] = rootMeanSquare + Math.abs(x[at + i] as number);
  }
}

/** Codes of six bits for eight scales or offsets by the largest of them; gives their common scale. */
function roundScales(values: Float32Array, valueCodes: Uint8Array): number {
  const max = largestPositive(values, groups);
  const inverse = max > 0 ? fround(scaleLevels / max) : 0;
  for (let group = 0; group < groups; group++) {
    const code = nearestInt(fround(inverse * (values[group] as number))) & 0xff;
    valueCodes[group] = Math.min(scaleLevels, code);
  }
  return fround(max / scaleLevels);
}

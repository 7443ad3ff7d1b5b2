import { type BlockFormat, eachBlock } from "../blockFormat.js";
import { affineSearch, fitAffine } from "../fit/fitAffine.js";
import { fitSymmetric } from "../fit/fitSymmetric.js";
import {
  fillImportanceWeights,
  inverseOrZero,
  largestMagnitude,
  roundHalfAway,
  signedExtreme,
  sumOfSquares,
  truncateToByte,
  truncateToSignedByte,
} from "../float32.js";
import { readFloat16, writeFloat16 } from "./casts.js";

const fround = Math.fround;

/** All formats of this file pack 32 weights a block. */
const blockWeights = 32;

/** Largest finite float32: where ggml starts its minimum, negated for the maximum. */
const largestFloat32 = fround(3.4028234663852886e38);

const codes = new Uint8Array(blockWeights);
const weights = new Float32Array(blockWeights);

export const q4_0 = symmetricFormat(4);
export const q5_0 = symmetricFormat(5);
export const q4_1 = affineFormat(4);
export const q5_1 = affineFormat(5);

export const q8_0: BlockFormat = {
  blockWeights,
  blockBytes: 34,
  quantizeRow(x, out) {
    eachBlock(x.length, blockWeights, 34, (at, outAt) => {
      const scale = fround(largestMagnitude(x, at, blockWeights) / 127);
      const inverse = inverseOrZero(scale);
      writeFloat16(out, outAt, scale);
      for (let i = 0; i < blockWeights; i++) {
        out[outAt + 2 + i] = truncateToByte(roundHalfAway(fround((x[at + i] as number) * inverse)));
      }
    });
  },
  dequantizeBlock(block, at, y, yAt) {
    const scale = readFloat16(block, at);
    for (let i = 0; i < blockWeights; i++) {
      const code = ((block[at + 2 + i] as number) << 24) >> 24;
      y[yAt + i] = code * scale;
    }
  },
};

/** Q4_0 and Q5_0: x = (code − levels) · scale. */
function symmetricFormat(bits: 4 | 5): BlockFormat {
  const levels = 2 ** (bits - 1);
  const codesAt = bits === 4 ? 2 : 6;
  const blockBytes = codesAt + 16;

  return {
    blockWeights,
    blockBytes,
    quantizeRow(x, out, importance) {
      const variance = importance ? meanSquare(x) : 0;
      eachBlock(x.length, blockWeights, blockBytes, (at, outAt) => {
        if (importance) {
          fillImportanceWeights(weights, x, importance, at, blockWeights, variance);
          writeFloat16(out, outAt, fitSymmetric(x, at, blockWeights, levels, weights, 0, codes, 0));
        } else {
          writeFloat16(out, outAt, roundSymmetric(x, at, levels));
        }
        packCodes(out, outAt + codesAt, bits);
      });
    },
    dequantizeBlock(block, at, y, yAt) {
      const scale = readFloat16(block, at);
      unpackCodes(block, at + codesAt, bits);
      for (let i = 0; i < blockWeights; i++) y[yAt + i] = ((codes[i] as number) - levels) * scale;
    },
  };
}

/** Q4_1 and Q5_1: x = code · scale + min. */
function affineFormat(bits: 4 | 5): BlockFormat {
  const levels = 2 ** bits - 1;
  const codesAt = bits === 4 ? 4 : 8;
  const blockBytes = codesAt + 16;
  const search = affineSearch(levels, -0.9, 0.05, 36);

  return {
    blockWeights,
    blockBytes,
    quantizeRow(x, out, importance) {
      const variance = importance ? meanSquare(x) : 0;
      eachBlock(x.length, blockWeights, blockBytes, (at, outAt) => {
        if (importance) fillImportanceWeights(weights, x, importance, at, blockWeights, variance);
        const fit = importance
          ? fitAffine(x, at, blockWeights, weights, search, codes, 0)
          : roundAffine(x, at, levels);
        writeFloat16(out, outAt, fit.scale);
        writeFloat16(out, outAt + 2, -fit.offset);
        packCodes(out, outAt + codesAt, bits);
      });
    },
    dequantizeBlock(block, at, y, yAt) {
      const scale = readFloat16(block, at);
      const min = readFloat16(block, at + 2);
      unpackCodes(block, at + codesAt, bits);
      for (let i = 0; i < blockWeights; i++) y[yAt + i] = fround((codes[i] as number) * scale) + min;
    },
  };
}

/** The row's mean square, which stands for the variance of all its blocks. */
function meanSquare(x: Float32Array): number {
  return fround(sumOfSquares(x, 0, x.length) / x.length);
}

/** The scale that puts the largest weight on the lowest level; fills `codes`. */
function roundSymmetric(x: Float32Array, at: number, levels: number): number {
  const scale = fround(signedExtreme(x, at, blockWeights) / -levels);
  const inverse = inverseOrZero(scale);
  for (let i = 0; i < blockWeights; i++) {
    const position = fround(fround((x[at + i] as number) * inverse) + (levels + 0.5));
    codes[i] = Math.min(2 * levels - 1, truncateToSignedByte(position));
  }
  return scale;
}

/** Levels spread evenly from the least to the largest weight; fills `codes`. */
function roundAffine(x: Float32Array, at: number, levels: number): { scale: number; offset: number } {
  let min = largestFloat32;
  let max = -largestFloat32;
  for (let i = at; i < at + blockWeights; i++) {
    const value = x[i] as number;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  const scale = fround(fround(max - min) / levels);
  const inverse = inverseOrZero(scale);
  for (let i = 0; i < blockWeights; i++) {
    const position = fround(fround(fround((x[at + i] as number) - min) * inverse) + 0.5);
    // Only Q4_1 clamps; what Q5_1 lets through has its upper bits cut off by the packing.
    codes[i] = levels === 15 ? Math.min(15, truncateToSignedByte(position)) : truncateToByte(position);
  }
  return { scale, offset: -min };
}

/**
 * Two codes a byte, code i in the low nibble and code i + 16 in the high one. The fifth bits, when
 * there are any, are a little-endian 32-bit field in the four bytes before.
 */
function packCodes(out: Uint8Array, at: number, bits: 4 | 5): void {
  let fifthBits = 0;
  for (let i = 0; i < 16; i++) {
    const low = codes[i] as number;
    const high = codes[i + 16] as number;
    out[at + i] = (low & 15) | ((high & 15) << 4);
    fifthBits |= (((low >> 4) & 1) << i) | (((high >> 4) & 1) << (i + 16));
  }
  if (bits === 5) for (let i = 0; i < 4; i++) out[at - 4 + i] = fifthBits >>> (8 * i);
}

function unpackCodes(block: Uint8Array, at: number, bits: 4 | 5): void {
  for (let i = 0; i < blockWeights; i++) {
    const nibble = ((block[at + (i & 15)] as number) >> (i < 16 ? 0 : 4)) & 15;
    const fifthBit = bits === 5 ? ((block[at - 4 + (i >> 3)] as number) >> (i & 7)) & 1 : 0;
    codes[i] = nibble | (fifthBit << 4);
  }
}

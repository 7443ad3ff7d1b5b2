import { type BlockFormat, eachBlock } from "../blockFormat.js";
import { inverseOrZero, largestMagnitude, roundHalfAway } from "../float32.js";
import { readFloat16, writeFloat16 } from "./casts.js";

const fround = Math.fround;

const blockWeights = 256;

/**
 * The digit 0, 1 or 2 for a weight of −scale, 0 or scale. Where a subnormal scale has an infinite
 * inverse, x86-64's `lroundf` gives the least long, whose successor ends in 1: the middle digit.
 */
function digitOf(value: number, inverse: number): number {
  const position = fround(value * inverse);
  return Number.isFinite(position) ? roundHalfAway(position) + 1 : 1;
}

/**
 * TQ1_0 keeps five digits a byte, as a fraction of 243 scaled to 256 so that multiplying by 3 moves
 * the next digit out on top. Each run of bytes takes its digits `stride` weights apart.
 */
const fractionRuns = [
  { firstByte: 0, bytes: 32, firstWeight: 0, digits: 5 },
  { firstByte: 32, bytes: 16, firstWeight: 160, digits: 5 },
  { firstByte: 48, bytes: 4, firstWeight: 240, digits: 4 },
] as const;
const fractionBytes = 52;
const powersOfThree = [1, 3, 9, 27, 81] as const;

export const tq1_0: BlockFormat = {
  blockWeights,
  blockBytes: fractionBytes + 2,
  quantizeRow(x, out) {
    eachBlock(x.length, blockWeights, fractionBytes + 2, (at, outAt) => {
      const scale = largestMagnitude(x, at, blockWeights);
      const inverse = inverseOrZero(scale);
      for (const run of fractionRuns) {
        for (let i = 0; i < run.bytes; i++) {
          let number = 0;
          for (let digit = 0; digit < 5; digit++) {
            const weightAt = at + run.firstWeight + run.bytes * digit + i;
            number = 3 * number + (digit < run.digits ? digitOf(x[weightAt] as number, inverse) : 0);
          }
          out[outAt + run.firstByte + i] = Math.floor((number * 256 + 242) / 243);
        }
      }
      writeFloat16(out, outAt + fractionBytes, scale);
    });
  },
  dequantizeBlock(block, at, y, yAt) {
    const scale = readFloat16(block, at + fractionBytes);
    for (const run of fractionRuns) {
      for (let i = 0; i < run.bytes; i++) {
        const fraction = block[at + run.firstByte + i] as number;
        for (let digit = 0; digit < run.digits; digit++) {
          const shifted = (fraction * (powersOfThree[digit] as number)) & 0xff;
          y[yAt + run.firstWeight + run.bytes * digit + i] = (((shifted * 3) >> 8) - 1) * scale;
        }
      }
    }
  },
};

/** TQ2_0 keeps four digits a byte, two bits each, 32 weights apart. */
export const tq2_0: BlockFormat = {
  blockWeights,
  blockBytes: 66,
  quantizeRow(x, out) {
    eachBlock(x.length, blockWeights, 66, (at, outAt) => {
      const scale = largestMagnitude(x, at, blockWeights);
      const inverse = inverseOrZero(scale);
      for (let i = 0; i < 64; i++) {
        const first = at + 128 * (i >> 5) + (i & 31);
        let packed = 0;
        for (let digit = 0; digit < 4; digit++) {
          packed |= (digitOf(x[first + 32 * digit] as number, inverse) & 3) << (2 * digit);
        }
        out[outAt + i] = packed;
      }
      writeFloat16(out, outAt + 64, scale);
    });
  },
  dequantizeBlock(block, at, y, yAt) {
    const scale = readFloat16(block, at + 64);
    for (let i = 0; i < blockWeights; i++) {
      const packed = block[at + 32 * (i >> 7) + (i & 31)] as number;
      y[yAt + i] = (((packed >> (2 * ((i >> 5) & 3))) & 3) - 1) * scale;
    }
  },
};

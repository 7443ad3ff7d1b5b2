import { type BlockFormat, eachBlock } from "../blockFormat.js";
import { clampInt, inverseOrZero, largestMagnitude, roundHalfAway } from "../float32.js";
import { readFloat16, writeFloat16 } from "./casts.js";

const fround = Math.fround;

/** Q1_0: 128 signs and their mean magnitude, x = ±scale. */
export const q1_0: BlockFormat = {
  blockWeights: 128,
  blockBytes: 18,
  quantizeRow(x, out) {
    eachBlock(x.length, 128, 18, (at, outAt) => {
      let sum = 0;
      for (let i = at; i < at + 128; i++) sum = fround(sum + Math.abs(x[i] as number));
      writeFloat16(out, outAt, fround(sum / 128));
      for (let byte = 0; byte < 16; byte++) {
        let signs = 0;
        for (let bit = 0; bit < 8; bit++) {
          if ((x[at + 8 * byte + bit] as number) >= 0) signs |= 1 << bit;
        }
        out[outAt + 2 + byte] = signs;
      }
    });
  },
  dequantizeBlock(block, at, y, yAt) {
    const scale = readFloat16(block, at);
    for (let i = 0; i < 128; i++) {
      const isPositive = ((block[at + 2 + (i >> 3)] as number) >> (i & 7)) & 1;
      y[yAt + i] = isPositive ? scale : -scale;
    }
  },
};

/** Q2_0: 64 weights, x = (code − 1) · scale. The largest weight is ±scale, so code 3 stays unused. */
export const q2_0: BlockFormat = {
  blockWeights: 64,
  blockBytes: 18,
  quantizeRow(x, out) {
    eachBlock(x.length, 64, 18, (at, outAt) => {
      const scale = largestMagnitude(x, at, 64);
      const inverse = inverseOrZero(scale);
      writeFloat16(out, outAt, scale);
      for (let byte = 0; byte < 16; byte++) {
        let packed = 0;
        for (let place = 0; place < 4; place++) {
          packed |= ternaryCode(fround((x[at + 4 * byte + place] as number) * inverse)) << (2 * place);
        }
        out[outAt + 2 + byte] = packed;
      }
    });
  },
  dequantizeBlock(block, at, y, yAt) {
    const scale = readFloat16(block, at);
    for (let i = 0; i < 64; i++) {
      const code = ((block[at + 2 + (i >> 2)] as number) >> (2 * (i & 3))) & 3;
      y[yAt + i] = (code - 1) * scale;
    }
  },
};

/** Where a subnormal scale has an infinite inverse, x86-64 converts to the least int, which clamps to 0. */
function ternaryCode(position: number): number {
  return Number.isFinite(position) ? clampInt(roundHalfAway(position) + 1, 0, 3) : 0;
}

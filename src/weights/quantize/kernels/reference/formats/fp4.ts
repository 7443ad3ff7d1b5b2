import { type BlockFormat, eachBlock } from "../blockFormat.js";
import { largestMagnitude } from "../float32.js";

const fround = Math.fround;

/** Twice the 16 values of E2M1, the four-bit float (kvalues_mxfp4, ggml-common.h). */
const doubledValues = Float32Array.of(0, 1, 2, 3, 4, 6, 8, 12, 0, -1, -2, -3, -4, -6, -8, -12);

const exponentBias = 127;
/** The largest E2M1 value is 6 = 1.5 · 2^2: its exponent comes off the block's. */
const largestExponent = 2;

/** MXFP4: 32 weights, x = 2^(e − 127) · E2M1, as in the OCP microscaling formats. */
export const mxfp4: BlockFormat = {
  blockWeights: 32,
  blockBytes: 17,
  quantizeRow(x, out) {
    eachBlock(x.length, 32, 17, (at, outAt) => {
      const exponent = blockExponent(largestMagnitude(x, at, 32));
      out[outAt] = exponent;
      packNearest(x, at, 16, halfPower(exponent), out, outAt + 1);
    });
  },
  dequantizeBlock(block, at, y, yAt) {
    unpack(block, at + 1, 16, halfPower(block[at] as number), y, yAt);
  },
};

/**
 * floor(log2(magnitude)) with the logarithm rounded to float32, as ggml takes it: just below a large
 * or small power of two it rounds up to the whole number. The byte wraps for subnormal blocks.
 */
function blockExponent(magnitude: number): number {
  if (magnitude === 0) return 0;
  return (Math.floor(fround(Math.log2(magnitude))) - largestExponent + exponentBias) & 0xff;
}

/** 2^(e − 128), half of what the byte says because the values are doubled. Exact down to subnormals. */
function halfPower(exponent: number): number {
  return 2 ** (exponent - 128);
}

const subBlockWeights = 16;
const subBlocks = 4;

/** NVFP4: four groups of 16 weights, each with a scale in UE4M3 (unsigned, 4 exponent and 3 mantissa bits). */
export const nvfp4: BlockFormat = {
  blockWeights: 64,
  blockBytes: 36,
  quantizeRow(x, out) {
    eachBlock(x.length, 64, 36, (at, outAt) => {
      for (let group = 0; group < subBlocks; group++) {
        const start = at + subBlockWeights * group;
        const scale = ue4m3Bits(fround(largestMagnitude(x, start, subBlockWeights) / 6));
        out[outAt + group] = scale;
        packNearest(x, start, 8, halfUe4m3(scale), out, outAt + subBlocks + 8 * group);
      }
    });
  },
  dequantizeBlock(block, at, y, yAt) {
    for (let group = 0; group < subBlocks; group++) {
      const scale = halfUe4m3(block[at + group] as number);
      unpack(block, at + subBlocks + 8 * group, 8, scale, y, yAt + subBlockWeights * group);
    }
  },
};

/** The largest UE4M3 code that is a number, 448, and with it everything from 256 on (see below). */
const ue4m3Largest = 0x7e;
const ue4m3Smallest = 2 ** -9;

/**
 * ggml's own rounding to UE4M3: halves go up, and the whole topmost binade collapses to its largest
 * value, although the format has smaller ones there.
 */
function ue4m3Bits(value: number): number {
  if (!(value > 0)) return 0;
  if (value >= 256) return ue4m3Largest;
  if (value < 2 ** -6) return Math.min(7, Math.trunc(fround(fround(value / ue4m3Smallest) + 0.5)));
  const exponent = Math.floor(Math.log2(value));
  const eighths = Math.floor((value / 2 ** exponent) * 8 + 0.5);
  const bits = ((exponent + 7) << 3) + (eighths - 8);
  return bits >= 0x78 ? ue4m3Largest : bits;
}

/** Half of what UE4M3 says because the values are doubled. 0x7F, the format's NaN, counts as 0. */
function halfUe4m3(bits: number): number {
  const exponent = (bits >> 3) & 15;
  const mantissa = bits & 7;
  if ((bits & 0x7f) === 0x7f) return 0;
  if (exponent === 0) return (mantissa * ue4m3Smallest) / 2;
  return (1 + mantissa / 8) * 2 ** (exponent - 8);
}

/** Packs 2 · `half` weights, code i in the low nibble of byte i and code i + half in the high one. */
function packNearest(
  x: Float32Array,
  at: number,
  half: number,
  step: number,
  out: Uint8Array,
  outAt: number,
): void {
  for (let i = 0; i < half; i++) {
    const low = nearestCode(x[at + i] as number, step);
    const high = nearestCode(x[at + half + i] as number, step);
    out[outAt + i] = low | (high << 4);
  }
}

/** The first code of least distance, so −0 (code 8) never appears. */
function nearestCode(value: number, step: number): number {
  let best = 0;
  let bestDistance = Math.abs(fround(0 - value));
  for (let code = 1; code < 16; code++) {
    const distance = Math.abs(fround(fround((doubledValues[code] as number) * step) - value));
    if (distance < bestDistance) {
      bestDistance = distance;
      best = code;
    }
  }
  return best;
}

function unpack(
  block: Uint8Array,
  at: number,
  half: number,
  step: number,
  y: Float32Array,
  yAt: number,
): void {
  for (let i = 0; i < half; i++) {
    const pair = block[at + i] as number;
    y[yAt + i] = step * (doubledValues[pair & 15] as number);
    y[yAt + half + i] = step * (doubledValues[pair >> 4] as number);
  }
}

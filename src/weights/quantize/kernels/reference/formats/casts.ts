import type { BlockFormat } from "../blockFormat.js";

const scratchFloat = new Float32Array(1);
const scratchBits = new Uint32Array(scratchFloat.buffer);

const float16Bias = 15;
const float32Bias = 127;
/** Values from here on round to infinity: half a step above the largest float16, 65504. */
const float16Overflow = 65520;
const float16SmallestNormal = 2 ** -14;
const float16Infinity = 0x7c00;
const float16Nan = 0x7e00;

/** Float32 → float16 bits: nearest even, subnormals kept, overflow to infinity, any NaN to 0x7E00. */
export function float16Bits(value: number): number {
  scratchFloat[0] = value;
  const bits = scratchBits[0] as number;
  const sign = (bits >>> 16) & 0x8000;
  const size = Math.abs(value);
  if (size >= float16SmallestNormal && size < float16Overflow) {
    const rebased = (bits & 0x7fffffff) - ((float32Bias - float16Bias) << 23);
    return sign | ((rebased + 0x0fff + ((rebased >>> 13) & 1)) >>> 13);
  }
  if (size < float16SmallestNormal) return sign | roundHalfEven(size * 2 ** 24);
  return sign | (size >= float16Overflow ? float16Infinity : float16Nan);
}

/** Exact for 0 ≤ value < 2^51: the sum leaves double precision no fraction bits. */
function roundHalfEven(value: number): number {
  return value + 2 ** 52 - 2 ** 52;
}

let float16Values: Float32Array | undefined;

/** All 65,536 float16 values as float32, made on first use. */
export function float16Table(): Float32Array {
  float16Values ??= Float32Array.from({ length: 0x10000 }, (_, bits) => float16Value(bits));
  return float16Values;
}

function float16Value(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >>> 10) & 0x1f;
  const mantissa = bits & 0x3ff;
  if (exponent === 0) return sign * mantissa * 2 ** -24;
  if (exponent === 31) return mantissa === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1024 + mantissa) * 2 ** (exponent - 25);
}

export function readFloat16(bytes: Uint8Array, at: number): number {
  return float16Table()[readUint16(bytes, at)] as number;
}

export function writeFloat16(bytes: Uint8Array, at: number, value: number): void {
  writeUint16(bytes, at, float16Bits(value));
}

export function readUint16(bytes: Uint8Array, at: number): number {
  return (bytes[at] as number) | ((bytes[at + 1] as number) << 8);
}

export function writeUint16(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value;
  bytes[at + 1] = value >>> 8;
}

/** Float32 bits → bfloat16 bits: nearest even; a NaN keeps its upper payload and becomes quiet. */
function bfloat16Bits(bits: number): number {
  if ((bits & 0x7fffffff) > 0x7f800000) return (bits >>> 16) | 64;
  return (bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16;
}

function bitsOf(x: Float32Array): Uint32Array {
  return new Uint32Array(x.buffer, x.byteOffset, x.length);
}

export const f16: BlockFormat = {
  blockWeights: 1,
  blockBytes: 2,
  quantizeRow(x, out) {
    for (let i = 0; i < x.length; i++) writeFloat16(out, 2 * i, x[i] as number);
  },
  dequantizeBlock(block, at, y, yAt) {
    y[yAt] = readFloat16(block, at);
  },
};

export const bf16: BlockFormat = {
  blockWeights: 1,
  blockBytes: 2,
  quantizeRow(x, out) {
    const bits = bitsOf(x);
    for (let i = 0; i < x.length; i++) writeUint16(out, 2 * i, bfloat16Bits(bits[i] as number));
  },
  dequantizeBlock(block, at, y, yAt) {
    bitsOf(y)[yAt] = readUint16(block, at) << 16;
  },
};

export const f32: BlockFormat = {
  blockWeights: 1,
  blockBytes: 4,
  quantizeRow(x, out) {
    const bits = bitsOf(x);
    for (let i = 0; i < x.length; i++) {
      const value = bits[i] as number;
      writeUint16(out, 4 * i, value);
      writeUint16(out, 4 * i + 2, value >>> 16);
    }
  },
  dequantizeBlock(block, at, y, yAt) {
    bitsOf(y)[yAt] = readUint16(block, at) | (readUint16(block, at + 2) << 16);
  },
};

import { type BlockFormat, eachBlock } from "../blockFormat.js";
import { fitSymmetric } from "../fit/fitSymmetric.js";
import { clampInt, nearestInt, signedExtreme } from "../float32.js";
import { readFloat16, writeFloat16 } from "../formats/casts.js";

const fround = Math.fround;

const blockWeights = 256;
const blockBytes = 210;
const groups = 16;
const groupWeights = 16;
const levels = 32;

const highBitsAt = 128;
const scalesAt = 192;
const scaleAt = 208;

const negligible = fround(1e-15);

const codes = new Uint8Array(blockWeights);
const scales = new Float32Array(groups);

/** Q6_K: 16 groups of 16 weights, x = scale · groupScale · (code − 32), group scales are signed bytes. */
export const q6_K: BlockFormat = {
  blockWeights,
  blockBytes,
  quantizeRow(x, out, importance) {
    eachBlock(x.length, blockWeights, blockBytes, (at, outAt) => {
      for (let group = 0; group < groups; group++) {
        const start = at + groupWeights * group;
        scales[group] = fitSymmetric(
          x,
          start,
          groupWeights,
          levels,
          importance,
          start,
          codes,
          groupWeights * group,
        );
      }
      const extreme = signedExtreme(scales, 0, groups);
      if (Math.abs(extreme) < negligible) {
        out.fill(0, outAt, outAt + blockBytes);
        return;
      }
      writeScales(out, outAt, extreme);
      roundToScales(x, at, out, outAt);
      packCodes(out, outAt);
    });
  },
  dequantizeBlock(block, at, y, yAt) {
    const scale = readFloat16(block, at + scaleAt);
    for (let i = 0; i < blockWeights; i++) {
      const half = i >> 7;
      const lane = i & 31;
      const quarter = (i >> 5) & 3;
      const low = (block[at + 64 * half + 32 * (quarter & 1) + lane] as number) >> (quarter < 2 ? 0 : 4);
      const high = (block[at + highBitsAt + 32 * half + lane] as number) >> (2 * quarter);
      const code = (low & 15) | ((high & 3) << 4);
      y[yAt + i] = fround(scale * groupScale(block, at, i >> 4)) * (code - levels);
    }
  },
};

function groupScale(block: Uint8Array, at: number, group: number): number {
  return ((block[at + scalesAt + group] as number) << 24) >> 24;
}

function writeScales(out: Uint8Array, outAt: number, extreme: number): void {
  const inverse = fround(-128 / extreme);
  writeFloat16(out, outAt + scaleAt, fround(1 / inverse));
  for (let group = 0; group < groups; group++) {
    out[outAt + scalesAt + group] = Math.min(127, nearestInt(fround(inverse * (scales[group] as number))));
  }
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

function packCodes(out: Uint8Array, outAt: number): void {
  for (let half = 0; half < 2; half++) {
    for (let lane = 0; lane < 32; lane++) {
      const at = 128 * half + lane;
      const [a, b] = [codes[at] as number, codes[at + 32] as number];
      const [c, d] = [codes[at + 64] as number, codes[at + 96] as number];
      out[outAt + 64 * half + lane] = (a & 15) | ((c & 15) << 4);
      out[outAt + 64 * half + 32 + lane] = (b & 15) | ((d & 15) << 4);
      out[outAt + highBitsAt + 32 * half + lane] =
        (a >> 4) | ((b >> 4) << 2) | ((c >> 4) << 4) | ((d >> 4) << 6);
    }
  }
}

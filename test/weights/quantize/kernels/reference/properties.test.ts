import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bitsPerWeight, tensorTypes } from "../../../../../src/weights/gguf/tensorTypes.js";
import {
  dequantizeRows,
  quantizeRows,
} from "../../../../../src/weights/quantize/kernels/reference/quantizeRows.js";
import { tryBlockFormat } from "../../../../../src/weights/quantize/kernels/reference/tryBlockFormat.js";

const known = tensorTypes.filter((type) => tryBlockFormat(type.name) !== undefined);
const rowLength = 256;

const weight = fc.oneof(
  fc.double({ min: -1, max: 1, noNaN: true }),
  fc.double({ min: -1e-6, max: 1e-6, noNaN: true }),
  fc.constantFrom(0, -0, 1, -1, 0.5),
);
const rows = (count: number) =>
  fc
    .array(weight, { minLength: count * rowLength, maxLength: count * rowLength })
    .map((values) => Float32Array.from(values));
const importance = fc.option(
  fc
    .array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: rowLength, maxLength: rowLength })
    .map((values) => Float32Array.from(values)),
  { nil: undefined },
);

describe.each(known.map((type) => [type.name, type] as const))("%s", (name, type) => {
  it("has the block of the type table", () => {
    expect(tryBlockFormat(name)).toMatchObject({ blockWeights: type.blockSize, blockBytes: type.blockBytes });
  });

  it("packs each row as if it were alone", () => {
    fc.assert(
      fc.property(rows(2), importance, (weights, columns) => {
        const together = quantizeRows(name, weights, rowLength, columns);
        const first = quantizeRows(name, weights.subarray(0, rowLength), rowLength, columns);
        const second = quantizeRows(name, weights.subarray(rowLength), rowLength, columns);
        expect(Buffer.from(together)).toEqual(Buffer.concat([first, second]));
      }),
      { numRuns: 5 },
    );
  });

  it("keeps rows of zeros", () => {
    const unpacked = dequantizeRows(name, quantizeRows(name, new Float32Array(rowLength), rowLength));
    expect(unpacked.every((value) => value === 0)).toBe(true);
  });

  // Below three bits there is no bound worth the name: a weight may land a whole step away.
  if (bitsPerWeight(type) < 3) return;

  it("stays near the weights", () => {
    // Half a step between the levels of as many bits, doubled for signs and once more for rounded scales; no
    // type keeps more than the eight bits of bfloat16.
    const levels = 2 ** Math.min(8, Math.floor(bitsPerWeight(type))) - 1;
    fc.assert(
      fc.property(rows(1), (weights) => {
        const unpacked = dequantizeRows(name, quantizeRows(name, weights, rowLength));
        const largest = weights.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
        const error = unpacked.reduce(
          (max, value, i) => Math.max(max, Math.abs(value - (weights[i] ?? 0))),
          0,
        );
        expect(error).toBeLessThanOrEqual((4 * largest) / levels + 1e-9);
      }),
      { numRuns: 10 },
    );
  });
});

describe("quantizeRows", () => {
  it("refuses rows that are not whole blocks", () => {
    expect(() => quantizeRows("q4_K", new Float32Array(300), 300)).toThrowError(
      expect.objectContaining({ code: "MF_E_QUANTIZE_SHAPE" }),
    );
  });

  it("refuses importance of another length", () => {
    expect(() => quantizeRows("q4_K", new Float32Array(256), 256, new Float32Array(128))).toThrowError(
      expect.objectContaining({ code: "MF_E_QUANTIZE_SHAPE" }),
    );
  });

  it("says what it cannot pack", () => {
    expect(() => quantizeRows("iq2_xxs", new Float32Array(256), 256)).toThrowError(
      expect.objectContaining({ code: "MF_E_QUANTIZE_TYPE" }),
    );
  });

  it("refuses to unpack broken blocks", () => {
    expect(() => dequantizeRows("q8_0", new Uint8Array(33))).toThrowError(
      expect.objectContaining({ code: "MF_E_QUANTIZE_SHAPE" }),
    );
  });
});

describe("mxfp4", () => {
  /** glibc's log2f rounds up to k this many float32 steps below 2^k, found exhaustively. */
  it.each([
    [0, 0],
    [2, 0],
    [-2, 1],
    [4, 1],
    [-7, 2],
    [8, 2],
    [-15, 5],
    [16, 5],
    [-31, 11],
    [32, 11],
    [-63, 22],
    [64, 22],
    [-100, 44],
    [100, 44],
  ])("takes the exponent %d from %d steps below its power of two", (exponent, steps) => {
    const below = (count: number): number => 2 ** exponent * (1 - count * 2 ** -24);
    const exponentOf = (value: number): number => {
      const [bits = 0] = quantizeRows(
        "mxfp4",
        Float32Array.from({ length: 32 }, () => value),
        32,
      );
      return bits - 127 + 2;
    };
    expect(exponentOf(below(steps))).toBe(exponent);
    expect(exponentOf(below(steps + 1))).toBe(exponent - 1);
  });
});

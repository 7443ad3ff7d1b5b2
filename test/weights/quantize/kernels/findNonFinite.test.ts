import { describe, expect, it } from "vitest";
import { findNonFinite } from "../../../../src/weights/quantize/kernels/findNonFinite.js";
import { quantizeRows } from "../../../../src/weights/quantize/kernels/reference/quantizeRows.js";
import { makeHardRows } from "./hardRows.js";

describe.each(["f32", "f16", "bf16"] as const)("findNonFinite in %s", (type) => {
  const bad = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];

  it("finds nothing in finite weights", () => {
    const weights = makeHardRows("heavy", 1, 101, 1);
    expect(findNonFinite({ type, bytes: quantizeRows(type, weights, 101) })).toBeUndefined();
  });

  it.each(bad)("finds the first %d wherever it is", (value) => {
    for (const index of [0, 1, 31, 32, 63, 64, 99, 100]) {
      const weights = makeHardRows("normal", 1, 101, 1);
      weights[index] = value;
      weights[100] = value;
      const bytes = quantizeRows(type, weights, 101);
      expect(findNonFinite({ type, bytes })).toBe(index);
      const shifted = new Uint8Array(bytes.length + 1);
      shifted.set(bytes, 1);
      expect(findNonFinite({ type, bytes: shifted.subarray(1) })).toBe(index);
    }
  });
});

import { describe, expect, it } from "vitest";
import {
  nearestInt,
  roundHalfAway,
  truncateToByte,
} from "../../../../../src/weights/quantize/kernels/reference/float32.js";

describe("nearestInt", () => {
  it.each([
    [0.5, 0],
    [1.5, 2],
    [2.5, 2],
    [-0.5, 0],
    [-1.5, -2],
    [2.4999, 2],
    [4194303, 4194303],
    [-4194304, -4194304],
  ])("rounds %d to nearest even: %d", (value, expected) => {
    expect(nearestInt(value) + 0).toBe(expected);
  });

  it("wraps where ggml's does", () => {
    expect(nearestInt(Number.POSITIVE_INFINITY)).toBe(-4194304);
    expect(nearestInt(Number.NEGATIVE_INFINITY)).toBe(-4194304);
    expect(nearestInt(Number.NaN)).toBe(0);
  });
});

describe("roundHalfAway", () => {
  it.each([
    [0.5, 1],
    [-0.5, -1],
    [2.5, 3],
    // The largest float32 below one half must not round up.
    [0.49999997, 0],
  ])("rounds %d to %d", (value, expected) => {
    expect(roundHalfAway(Math.fround(value)) + 0).toBe(expected);
  });
});

describe("truncateToByte", () => {
  it.each([
    [-1.9, 255],
    [300.5, 44],
    [Number.NaN, 0],
    [Number.POSITIVE_INFINITY, 0],
    [2 ** 31, 0],
  ])("gives the low byte of x86's conversion of %d", (value, expected) => {
    expect(truncateToByte(value)).toBe(expected);
  });
});

import { expect, test } from "vitest";
import {
  bitsPerWeight,
  resolveTensorType,
  tensorTypes,
  tryRowBytes,
  tryTensorType,
  tryTensorTypeById,
} from "../../../src/weights/gguf/tensorTypes.js";
import { readFixture } from "./specs.js";

interface RecordedType {
  readonly id: number;
  readonly name: string;
  readonly blockSize: number;
  readonly blockBytes: number;
}

const recorded = JSON.parse(new TextDecoder().decode(readFixture("gguf/types.json"))) as RecordedType[];

test("names and sizes are those of ggml, and no type of ggml is absent", () => {
  const living = recorded
    .filter((type) => type.blockSize > 0)
    .map(({ id, name, blockSize, blockBytes }) => ({ id, name, blockSize, blockBytes }));
  expect(tensorTypes).toEqual(living);
});

test("types without a size in ggml are not types", () => {
  for (const type of recorded.filter((type) => type.blockSize === 0)) {
    expect(tryTensorTypeById(type.id)).toBeUndefined();
  }
});

test("a name is found in any case", () => {
  expect(tryTensorType("Q4_K")).toBe(resolveTensorType("q4_K"));
  expect(tryTensorType("BF16")?.id).toBe(30);
  expect(tryTensorType("q4_k_m")).toBeUndefined();
});

test("a row is whole blocks or nothing", () => {
  expect(tryRowBytes(resolveTensorType("q4_0"), 64)).toBe(36);
  expect(tryRowBytes(resolveTensorType("q4_0"), 40)).toBeUndefined();
  expect(bitsPerWeight(resolveTensorType("q6_K"))).toBe(6.5625);
});

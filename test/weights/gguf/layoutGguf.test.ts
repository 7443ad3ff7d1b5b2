import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { digestOf } from "../../../src/base/digest.js";
import { numberArray } from "../../../src/weights/gguf/ggufArray.js";
import type { GgufEntry } from "../../../src/weights/gguf/ggufValue.js";
import { layoutGguf, trimDims } from "../../../src/weights/gguf/layoutGguf.js";
import { resolveTensorType } from "../../../src/weights/gguf/tensorTypes.js";
import { fileBytes, fixturePath, planOf, readFixture, requireHeader, type Spec, specBytes } from "./specs.js";

const names = readdirSync(fixturePath("gguf/written"))
  .filter((file) => file.endsWith(".json"))
  .map((file) => file.slice(0, -".json".length));

/** llama.cpp leaves trailing ones out before it writes: what it got is not what is in the file. */
function trimmed(spec: Spec): Spec {
  return {
    ...spec,
    tensors: spec.tensors.map(([name, type, dims]) => [name, type, trimDims(dims)] as const),
  };
}

describe("the bytes are those of llama.cpp's writer", () => {
  test.each(names)("%s", async (name) => {
    const spec = JSON.parse(new TextDecoder().decode(readFixture(`gguf/written/${name}.json`))) as Spec;
    const written = await specBytes(trimmed(spec));
    const recorded = readFixture(`gguf/written/${name}.gguf`);
    expect(Buffer.from(written).equals(recorded)).toBe(true);
  });
});

test("sizes and offsets agree with what is written", async () => {
  const spec = JSON.parse(new TextDecoder().decode(readFixture("gguf/written/tensors.json"))) as Spec;
  const layout = layoutGguf(planOf(trimmed(spec)));
  const bytes = await fileBytes(layout);
  const header = requireHeader(bytes);
  expect(layout.sizeBytes).toBe(bytes.length);
  expect(layout.tensors).toEqual(header.tensors);
  expect(layout.dataOffset).toBe(header.dataOffset);
});

const f32 = resolveTensorType("f32");
const oneTensor = [{ name: "t", dims: [3], type: f32 }];

test("a file's own alignment is kept everywhere", () => {
  const layout = layoutGguf({
    metadata: [{ key: "general.alignment", value: { type: "u32", value: 256 } }],
    tensors: [...oneTensor, { name: "u", dims: [1], type: f32 }],
  });
  expect(layout.dataOffset % 256).toBe(0);
  expect(layout.tensors.map((tensor) => tensor.offset)).toEqual([0, 256]);
  expect(layout.sizeBytes - layout.dataOffset).toBe(512);
});

test("without trailing padding the file ends with the last tensor, as Ollama's writer leaves it", () => {
  const padded = layoutGguf({ metadata: [], tensors: oneTensor });
  const bare = layoutGguf({ metadata: [], tensors: oneTensor, trailingPadding: false });
  expect(bare.header).toEqual(padded.header);
  expect(bare.sizeBytes).toBe(padded.dataOffset + 12);
});

test("the smallest file that Ollama's writer makes", async () => {
  const metadata: GgufEntry[] = [{ key: "general.architecture", value: { type: "string", value: "test" } }];
  const bytes = await fileBytes(layoutGguf({ metadata, tensors: [], trailingPadding: false }));
  expect(bytes.length).toBe(68);
  // Measured with Ollama v0.33.
  expect(digestOf(bytes)).toBe("sha256:89a2116c3a82d6a97f59f748d86ed4417214353fd178ee54df418fde32495fad");
});

describe("what cannot be a file is refused before anything is written", () => {
  const entry = (value: GgufEntry["value"], key = "k"): { metadata: GgufEntry[]; tensors: [] } => ({
    metadata: [{ key, value }],
    tensors: [],
  });
  test.each([
    ["a number that does not fit", entry({ type: "u8", value: 256 }), "256 does not fit into u8"],
    ["a fraction in an integer", entry({ type: "i32", value: 1.5 }), "1.5 does not fit into i32"],
    ["an empty key", entry({ type: "u8", value: 1 }, ""), "must not be empty"],
    ["an alignment of three", entry({ type: "u32", value: 3 }, "general.alignment"), "power of two"],
    ["an alignment in u64", entry({ type: "u64", value: 32n }, "general.alignment"), "u64 32"],
    [
      "an array of another length",
      entry({ ...numberArray("u16", [1, 2]), length: 3 }),
      "4 bytes are not 3 u16",
    ],
    [
      "a key twice",
      {
        metadata: [...entry({ type: "u8", value: 1 }).metadata, ...entry({ type: "u8", value: 1 }).metadata],
        tensors: [],
      },
      "given twice",
    ],
    ["a tensor twice", { metadata: [], tensors: [...oneTensor, ...oneTensor] }, "given twice"],
    [
      "half a block",
      { metadata: [], tensors: [{ name: "t", dims: [40], type: resolveTensorType("q4_0") }] },
      "multiple of 32",
    ],
    [
      "five dimensions",
      { metadata: [], tensors: [{ name: "t", dims: [1, 1, 1, 1, 1], type: f32 }] },
      "shape",
    ],
    ["a negative dimension", { metadata: [], tensors: [{ name: "t", dims: [-1], type: f32 }] }, "shape"],
    [
      "a name that ggml cannot hold",
      { metadata: [], tensors: [{ name: "ü".repeat(32), dims: [1], type: f32 }] },
      "64 bytes",
    ],
    [
      "more than any disk",
      { metadata: [], tensors: [{ name: "t", dims: [2 ** 52, 4], type: f32 }] },
      "larger than",
    ],
  ])("%s", (_, plan, message) => {
    expect(() => layoutGguf(plan)).toThrow(message);
  });
});

test("ones at the end of a shape say nothing", () => {
  expect(trimDims([4, 1, 1])).toEqual([4]);
  expect(trimDims([1, 1])).toEqual([1]);
  expect(trimDims([1, 2, 1])).toEqual([1, 2]);
  expect(trimDims([])).toEqual([1]);
});

import { describe, expect, test } from "vitest";
import { numberArray } from "../../../../src/weights/gguf/ggufArray.js";
import type { GgufEntry } from "../../../../src/weights/gguf/ggufValue.js";
import { estimateMemory } from "../../../../src/weights/gguf/inspect/estimateMemory.js";
import { fileTypeOf, ollamaFileType } from "../../../../src/weights/gguf/inspect/fileTypes.js";
import { printParameterCount } from "../../../../src/weights/gguf/inspect/parameterCount.js";
import { summarizeGguf } from "../../../../src/weights/gguf/inspect/summarizeGguf.js";
import { layoutGguf } from "../../../../src/weights/gguf/layoutGguf.js";
import { readFixture, requireHeader } from "../specs.js";

const entry = (key: string, value: GgufEntry["value"]): GgufEntry => ({ key, value });

describe("models that Ollama stored", () => {
  test.each(["c01-plain-gguf", "c23-quantize-q8", "c41-safetensors-llama"])("%s", (name) => {
    const bytes = readFixture(`gguf/stored/${name}.gguf`);
    const recorded = JSON.parse(new TextDecoder().decode(readFixture(`gguf/stored/${name}.json`)));
    const summary = summarizeGguf({ ...requireHeader(bytes), sizeBytes: bytes.length });
    expect({
      model_family: summary.architecture,
      model_type: summary.parameterLabel,
      file_type: summary.ollamaFileType,
    }).toEqual(recorded.config);
  });
});

test("a summary says what the header says", () => {
  const bytes = readFixture("gguf/stored/c23-quantize-q8.gguf");
  const summary = summarizeGguf({ ...requireHeader(bytes), sizeBytes: bytes.length });
  expect(summary).toMatchObject({
    architecture: "llama",
    parameterCount: 22688,
    parameterLabel: "23K",
    fileType: { label: "Q8_0", isGuessed: false },
    contextLength: 512,
    embeddingLength: 32,
    layers: 2,
    attention: { heads: 4, kvHeads: 2, keyLength: 8, valueLength: 8, slidingWindow: undefined },
    experts: undefined,
    tokenizer: { model: "llama", pre: "default", tokenCount: 64, bosId: 1, eosId: 2, addsBos: true },
    chatTemplate: undefined,
    partCount: 1,
  });
  expect(summary.types.map(({ type }) => type.name)).toEqual(["q8_0", "f32"]);
  expect(summary.types.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
  expect(summary.types.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)).toBe(summary.tensorBytes);
});

test("a file without anything is summed up too", () => {
  const summary = summarizeGguf({ metadata: [], tensors: [], sizeBytes: 24 });
  expect(summary).toMatchObject({ parameterLabel: "0", ollamaFileType: "unknown", bitsPerWeight: undefined });
  expect(estimateMemory(summary, [4096])).toBeUndefined();
});

describe("memory at a context", () => {
  const hyper = (name: string, value: number): GgufEntry => entry(`llama.${name}`, { type: "u32", value });
  const base = [
    entry("general.architecture", { type: "string", value: "llama" }),
    hyper("block_count", 4),
    hyper("embedding_length", 64),
    hyper("attention.head_count", 8),
  ];

  function cacheBytes(metadata: GgufEntry[]): number | undefined {
    const summary = summarizeGguf({ metadata, tensors: [], sizeBytes: 0 });
    return estimateMemory(summary, [100])?.[0]?.cacheBytes;
  }

  test("is layers × heads × (keys + values) × 2 bytes a token", () => {
    expect(cacheBytes(base)).toBe(4 * 8 * (8 + 8) * 2 * 100);
    expect(cacheBytes([...base, hyper("attention.head_count_kv", 2)])).toBe(4 * 2 * 16 * 2 * 100);
    expect(cacheBytes([...base, hyper("attention.key_length", 128)])).toBe(4 * 8 * (128 + 8) * 2 * 100);
  });

  test("counts the heads of each layer where they differ", () => {
    const perLayer = entry("llama.attention.head_count_kv", numberArray("u32", [8, 0, 0, 4]));
    expect(cacheBytes([...base, perLayer])).toBe(12 * 16 * 2 * 100);
  });
});

// Measured with Ollama v0.33 (format.HumanNumber); ties go to the even digit as Go's %f rounds.
test.each([
  [0, "0"],
  [999, "999"],
  [1000, "1K"],
  [12_500, "12K"],
  [13_500, "14K"],
  [22_688, "23K"],
  [999_999, "1000K"],
  [1_000_000, "1M"],
  [494_032_768, "494.03M"],
  [7_000_000_000, "7B"],
  [8_030_261_312, "8.0B"],
  [8_250_000_000, "8.2B"],
  [1_234_567_890_000, "1234.6B"],
])("%d parameters are %s", (count, label) => {
  expect(printParameterCount(count)).toBe(label);
});

describe("file types", () => {
  const withType = (value: GgufEntry["value"]): { metadata: GgufEntry[] } => ({
    metadata: [entry("general.file_type", value)],
  });

  test("as Ollama labels them", () => {
    expect(ollamaFileType(withType({ type: "u32", value: 15 }))).toBe("Q4_K_M");
    expect(ollamaFileType(withType({ type: "u32", value: 0 }))).toBe("unknown");
    expect(ollamaFileType(withType({ type: "u32", value: 4 }))).toBe("unknown");
    expect(ollamaFileType(withType({ type: "u64", value: 15n }))).toBe("unknown");
    expect(ollamaFileType(withType({ type: "u32", value: 41 }))).toBe("unknown");
    expect(ollamaFileType({ metadata: [] })).toBe("unknown");
  });

  test("as llama.cpp means them", () => {
    expect(fileTypeOf(withType({ type: "u32", value: 0 }))).toEqual({ label: "F32", isGuessed: false });
    expect(fileTypeOf(withType({ type: "u32", value: 1024 + 7 }))).toEqual({
      label: "Q8_0",
      isGuessed: true,
    });
    expect(fileTypeOf(withType({ type: "u32", value: 5 }))).toBeUndefined();
  });
});

test("writing a stored model again gives its bytes", () => {
  const bytes = readFixture("gguf/stored/c01-plain-gguf.gguf");
  const header = requireHeader(bytes);
  expect(Buffer.from(layoutGguf(header).header).equals(bytes.subarray(0, header.dataOffset))).toBe(true);
});

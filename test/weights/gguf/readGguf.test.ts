import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { isMfError } from "../../../src/base/errors.js";
import { openFileSource } from "../../../src/base/files.js";
import { readNumbers, readStrings, stringArray, tryStringAt } from "../../../src/weights/gguf/ggufArray.js";
import type { GgufEntry } from "../../../src/weights/gguf/ggufValue.js";
import { layoutGguf } from "../../../src/weights/gguf/layoutGguf.js";
import {
  architectureKey,
  getArchitecture,
  getArrayLength,
  getBoolean,
  getNumber,
  getNumbers,
  getString,
  getStrings,
  getUint,
} from "../../../src/weights/gguf/metadata.js";
import { parseGgufHeader } from "../../../src/weights/gguf/parseGgufHeader.js";
import { isFullyPadded, readGguf } from "../../../src/weights/gguf/readGguf.js";
import { fileBytes, memorySource, readFixture, requireHeader, specBytes } from "./specs.js";

function withVocabulary(count: number): GgufEntry[] {
  const tokens = stringArray(Array.from({ length: count }, (_, i) => `token ${i}`));
  return [
    { key: "general.architecture", value: { type: "string", value: "llama" } },
    { key: "tokenizer.ggml.tokens", value: tokens },
    { key: "llama.block_count", value: { type: "u32", value: 7 } },
  ];
}

describe("a file is read", () => {
  test("in small steps when its header is long, and never beyond the header's need", async () => {
    const bytes = await fileBytes(layoutGguf({ metadata: withVocabulary(20_000), tensors: [] }));
    const source = memorySource(bytes);
    const file = await readGguf(source);
    expect(getUint(file, "llama.block_count")).toBe(7);
    const read = source.reads.reduce((sum, [, length]) => sum + length, 0);
    expect(read).toBeLessThanOrEqual(bytes.length);
    expect(source.reads[0]).toEqual([0, 65_536]);
  });

  test("from the disk", async () => {
    const folder = await mkdtemp(join(tmpdir(), "mf-gguf-"));
    try {
      const path = join(folder, "m.gguf");
      await writeFile(path, readFixture("gguf/written/tensors.gguf"));
      const source = await openFileSource(path);
      const file = await readGguf(source);
      await source.close();
      expect(file.tensors.map((tensor) => tensor.type.name)).toContain("mxfp4");
      expect(isFullyPadded(file)).toBe(true);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test("without tensor data only when that is asked for", async () => {
    const bytes = readFixture("gguf/written/tensors.gguf").subarray(0, 700);
    const error = await readGguf(memorySource(bytes)).catch((error: unknown) => error);
    expect(isMfError(error, "MF_E_GGUF_TRUNCATED")).toBe(true);
    expect(String(error)).toContain('tensor "token_embd.weight" ends at byte 960, the file has 700');
    const file = await readGguf(memorySource(bytes), { tensorData: "unchecked" });
    expect(file.tensors.length).toBe(11);
  });

  test("and says so when it shrinks meanwhile", async () => {
    const source = { ...memorySource(readFixture("gguf/written/tensors.gguf")), sizeBytes: 5000 };
    await expect(readGguf(source)).rejects.toThrow("became shorter");
  });
});

describe("a header in memory", () => {
  test("asks for more bytes until it has them", async () => {
    const bytes = await fileBytes(layoutGguf({ metadata: withVocabulary(50), tensors: [] }));
    const steps: number[] = [];
    let size = 0;
    while (true) {
      const parsed = parseGgufHeader(bytes.subarray(0, size));
      if (parsed.kind === "ok") break;
      expect(parsed.neededBytes).toBeGreaterThan(size);
      expect(parsed.neededBytes).toBeLessThanOrEqual(bytes.length);
      size = parsed.neededBytes;
      steps.push(size);
    }
    expect(size).toBe(requireHeader(bytes).headerBytes);
  });

  test("of unknown length is bounded by the limit", () => {
    const bytes = Buffer.from(readFixture("gguf-edge/files/kv-array-count-2pow40-u8.gguf"));
    expect(() => parseGgufHeader(bytes)).toThrow("the limit is 268435456");
  });
});

describe("every version and byte order", () => {
  test("version 1 had counts and lengths of 32 bits", () => {
    const header = requireHeader(readFixture("gguf-edge/files/v1-real-layout.gguf"));
    expect(header.version).toBe(1);
    expect(getArchitecture(header)).toBe("llama");
    expect(header.tensors).toMatchObject([
      { name: "output_norm.weight", dims: [32], fileOffset: 128, sizeBytes: 128 },
    ]);
  });

  test("big-endian files hold the same as their little-endian twins", () => {
    const big = requireHeader(readFixture("gguf/byte-order/big.gguf"));
    const little = requireHeader(readFixture("gguf/byte-order/little.gguf"));
    expect(big.byteOrder).toBe("big");
    expect(little.byteOrder).toBe("little");
    expect(big).toEqual({ ...little, byteOrder: "big" });
    expect(getStrings(big, "tokenizer.ggml.tokens")).toEqual(["<s>", "", "zwölf", "▁the"]);
    expect(getNumbers(big, "x.i32s")).toEqual([1, -2, 70000]);
  });

  test("a magic that is turned round as well means big-endian too", () => {
    const bytes = Buffer.from(readFixture("gguf/byte-order/big.gguf"));
    bytes.write("FUGG", 0, "latin1");
    expect(requireHeader(bytes).byteOrder).toBe("big");
  });

  test("arrays of strings are turned into today's form", () => {
    // The same metadata as version 1 wrote it: 32-bit lengths.
    const u32 = (value: number): Buffer => Buffer.from(Uint32Array.of(value).buffer);
    const text = (value: string): Buffer => Buffer.concat([u32(value.length), Buffer.from(value)]);
    const file = Buffer.concat([
      Buffer.from("GGUF"),
      u32(1),
      u32(0),
      u32(1),
      text("k"),
      u32(9),
      u32(8),
      u32(2),
      text("one"),
      text(""),
    ]);
    const value = requireHeader(file).metadata[0]?.value;
    expect(value).toEqual(stringArray(["one", ""]));
  });
});

describe("what is not a GGUF file is named", () => {
  test.each([
    ["version https://git-lfs.github.com/spec/v1\noid", "a Git LFS pointer", "git lfs pull"],
    ["<!DOCTYPE html><html></html>", "a web page", "Download the file itself"],
    ["PK\u0003\u0004 and more", "a ZIP archive", "safetensors"],
    ["tjgg\u0001\u0000\u0000\u0000", "a GGJT file", "2023"],
    ["\u001b[31mred", 'it starts with "\\u{1b}[31"', undefined],
  ])("%j", (text, what, hint) => {
    const bytes = Buffer.from(text, "latin1");
    let error: unknown;
    try {
      parseGgufHeader(bytes, { sizeBytes: bytes.length });
    } catch (caught) {
      error = caught;
    }
    if (!isMfError(error, "MF_E_GGUF_MAGIC")) throw error;
    expect(error.message).toContain(what);
    if (hint !== undefined) expect(error.hint).toContain(hint);
  });
});

describe("metadata", () => {
  const file = requireHeader(readFixture("gguf/written/scalars.gguf"));
  const arrays = requireHeader(readFixture("gguf/written/arrays.gguf"));

  test("has its types exactly", () => {
    expect(getUint(file, "a.u32")).toBe(4294967295);
    expect(getUint(file, "a.i32")).toBeUndefined();
    expect(getNumber(file, "a.i32")).toBe(-2147483648);
    expect(getNumber(file, "a.f32")).toBe(Math.fround(0.1));
    expect(getUint(file, "a.f32")).toBeUndefined();
    expect(getUint(file, "a.u64")).toBeUndefined();
    expect(getBoolean(file, "a.bool")).toBe(true);
    expect(getString(file, "a.text")).toBe("Grüße, 世界 🌍");
    expect(getString(file, "a.u8")).toBeUndefined();
    expect(getString(file, "nowhere")).toBeUndefined();
    expect(file.metadata.find((entry) => entry.key === "a.u64")?.value).toEqual({
      type: "u64",
      value: 18446744073709551615n,
    });
  });

  test("decodes arrays on demand", () => {
    expect(getStrings(arrays, "b.string")).toEqual(["", "one", "zwölf", "▁the"]);
    expect(getNumbers(arrays, "b.bool")).toEqual([1, 0, 1]);
    expect(getNumbers(arrays, "b.f32")).toEqual([1.5, -0]);
    expect(getNumbers(arrays, "b.none")).toEqual([]);
    expect(getNumbers(arrays, "b.string")).toBeUndefined();
    expect(getArrayLength(arrays, "b.string")).toBe(4);
  });

  test("finds one string of an array", () => {
    const array = stringArray(["a", "", "ccc"]);
    expect([0, 1, 2, 3, -1].map((index) => tryStringAt(array, index))).toEqual([
      "a",
      "",
      "ccc",
      undefined,
      undefined,
    ]);
    expect(readStrings(array)).toEqual(["a", "", "ccc"]);
    expect(readNumbers(array)).toEqual([]);
  });

  test("names hyper-parameters after the architecture", async () => {
    const header = requireHeader(
      await specBytes({ metadata: [["general.architecture", "string", "qwen3"]], tensors: [] }),
    );
    expect(architectureKey(header, "block_count")).toBe("qwen3.block_count");
  });
});

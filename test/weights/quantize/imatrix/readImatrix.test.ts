import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isMfError } from "../../../../src/base/errors.js";
import type { ByteSource } from "../../../../src/base/files.js";
import { stringArray } from "../../../../src/weights/gguf/ggufArray.js";
import type { GgufEntry } from "../../../../src/weights/gguf/ggufValue.js";
import { layoutGguf } from "../../../../src/weights/gguf/layoutGguf.js";
import { resolveTensorType } from "../../../../src/weights/gguf/tensorTypes.js";
import { writeGgufChunks } from "../../../../src/weights/gguf/writeGguf.js";
import { filterImatrix, type Imatrix } from "../../../../src/weights/quantize/imatrix/imatrix.js";
import { readImatrix } from "../../../../src/weights/quantize/imatrix/readImatrix.js";

function sourceOf(bytes: Uint8Array): ByteSource {
  return {
    label: "im",
    sizeBytes: bytes.length,
    read: async (offset, target) => {
      const part = bytes.subarray(offset, offset + target.length);
      target.set(part);
      return part.length;
    },
    close: async () => {},
  };
}

const read = (bytes: Uint8Array): Promise<Imatrix> => readImatrix(sourceOf(bytes));

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
}

function floats(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [i, value] of values.entries()) bytes.writeFloatLE(value, 4 * i);
  return bytes;
}

function text(value: string): Buffer {
  return Buffer.concat([int32(Buffer.byteLength(value)), Buffer.from(value)]);
}

function legacyEntry(name: string, calls: number, values: readonly number[]): Buffer {
  return Buffer.concat([text(name), int32(calls), int32(values.length), floats(values)]);
}

async function gguf(
  entries: readonly GgufEntry[],
  tensors: readonly {
    readonly name: string;
    readonly dims: readonly number[];
    readonly values: readonly number[];
  }[],
): Promise<Buffer> {
  const type = resolveTensorType("f32");
  const layout = layoutGguf({
    metadata: entries,
    tensors: tensors.map(({ name, dims }) => ({ name, dims, type })),
  });
  const chunks: Uint8Array[] = [];
  for await (const chunk of writeGgufChunks(layout, (_tensor, index) => [
    floats(tensors[index]?.values ?? []),
  ])) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const keys: readonly GgufEntry[] = [
  { key: "general.type", value: { type: "string", value: "imatrix" } },
  { key: "imatrix.datasets", value: stringArray(["calib.txt", "more.txt"]) },
  { key: "imatrix.chunk_count", value: { type: "u32", value: 9 } },
  { key: "imatrix.chunk_size", value: { type: "u32", value: 512 } },
];

describe("a legacy importance matrix", () => {
  it("gives each value divided by its calls", async () => {
    const bytes = Buffer.concat([
      int32(2),
      legacyEntry("blk.0.attn_q.weight", 2, [3, 5]),
      legacyEntry("blk.0.attn_k.weight", 0, [7]),
    ]);
    const imatrix = await read(bytes);
    expect([...imatrix.entries]).toEqual([
      ["blk.0.attn_q.weight", Float32Array.of(1.5, 2.5)],
      ["blk.0.attn_k.weight", Float32Array.of(7)],
    ]);
    expect(imatrix).toMatchObject({ datasets: [], chunks: undefined });
  });

  it("knows chunks and data set when the file says them", async () => {
    const bytes = Buffer.concat([int32(1), legacyEntry("a", 1, [1]), int32(130), text("wiki.train.raw")]);
    expect(await read(bytes)).toMatchObject({ datasets: ["wiki.train.raw"], chunks: 130 });
  });

  it.each([
    ["nothing", Buffer.alloc(0)],
    ["no entries", int32(0)],
    ["a negative count", int32(-1)],
    ["a huge count", int32(0x7fffffff)],
    ["a name longer than the file", Buffer.concat([int32(1), int32(60), Buffer.from("short")])],
    ["more values than the file has", Buffer.concat([int32(1), text("a"), int32(1), int32(0x7ffffff0)])],
    ["no values", Buffer.concat([int32(1), text("a"), int32(1), int32(0)])],
    ["half a tail", Buffer.concat([int32(1), legacyEntry("a", 1, [1]), int32(1)])],
  ])("refuses %s", async (_what, bytes) => {
    await expect(read(bytes)).rejects.toMatchObject({ code: "MF_E_IMATRIX_INVALID" });
  });

  it("answers any bytes with a matrix or an error of ours", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        await read(bytes).catch((error) => expect(isMfError(error)).toBe(true));
      }),
    );
  });
});

describe("a GGUF importance matrix", () => {
  it("gives sums divided by counts, and 1 where nothing was counted", async () => {
    const bytes = await gguf(keys, [
      { name: "blk.0.ffn_up_exps.weight.in_sum2", dims: [2, 2], values: [3, 5, 7, 9] },
      { name: "blk.0.ffn_up_exps.weight.counts", dims: [1, 2], values: [2, 0] },
      { name: "blk.0.attn_q.weight.counts", dims: [1, 1], values: [3] },
      { name: "blk.0.attn_q.weight.in_sum2", dims: [3, 1], values: [1, 2, 6] },
    ]);
    const imatrix = await read(bytes);
    expect(imatrix).toMatchObject({ path: "im", datasets: ["calib.txt", "more.txt"], chunks: 9 });
    expect(imatrix.entries.get("blk.0.ffn_up_exps.weight")).toEqual(Float32Array.of(1.5, 2.5, 1, 1));
    expect(imatrix.entries.get("blk.0.attn_q.weight")).toEqual(Float32Array.of(1 / 3, 2 / 3, 2));
  });

  it.each([
    ["a model", keys.slice(1), "not an importance matrix"],
    ["a matrix without a chunk size", keys.slice(0, 3), "not an importance matrix"],
    ["sums without counts", keys, "no counts"],
  ])("refuses %s", async (_what, entries, message) => {
    const bytes = await gguf(entries, [{ name: "a.in_sum2", dims: [2, 1], values: [1, 2] }]);
    await expect(read(bytes)).rejects.toMatchObject({
      code: "MF_E_IMATRIX_INVALID",
      message: expect.stringContaining(message),
    });
  });

  it("refuses counts for other matrices", async () => {
    const bytes = await gguf(keys, [
      { name: "a.in_sum2", dims: [2, 2], values: [1, 2, 3, 4] },
      { name: "a.counts", dims: [1, 3], values: [1, 1, 1] },
    ]);
    await expect(read(bytes)).rejects.toMatchObject({ code: "MF_E_IMATRIX_INVALID" });
  });

  it("refuses values that are not finite, and says which", async () => {
    const bytes = await gguf(keys, [
      { name: "a.in_sum2", dims: [2, 1], values: [1, Number.NaN] },
      { name: "a.counts", dims: [1, 1], values: [1] },
    ]);
    await expect(read(bytes)).rejects.toMatchObject({
      code: "MF_E_IMATRIX_INVALID",
      details: { tensor: "a", index: 1 },
    });
  });
});

describe("filterImatrix", () => {
  const names = ["blk.0.attn_q.weight", "blk.0.ffn_up.weight", "blk.1.ffn_up.weight"];
  const imatrix: Imatrix = {
    path: "im",
    datasets: [],
    chunks: undefined,
    entries: new Map(names.map((name) => [name, Float32Array.of(1)])),
  };

  it("keeps or drops entries by parts of their names", () => {
    expect([...filterImatrix(imatrix, { include: ["attn", "blk.1"] }).entries.keys()]).toEqual([
      names[0],
      names[2],
    ]);
    expect([...filterImatrix(imatrix, { exclude: ["ffn_up"] }).entries.keys()]).toEqual([names[0]]);
    expect(filterImatrix(imatrix, {}).entries.size).toBe(3);
  });

  it("does not do both", () => {
    expect(() => filterImatrix(imatrix, { include: ["a"], exclude: ["b"] })).toThrowError(
      expect.objectContaining({ code: "MF_E_IMATRIX_FILTER" }),
    );
  });
});

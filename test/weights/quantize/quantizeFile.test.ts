import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { digestOf } from "../../../src/base/digest.js";
import { openFileSource } from "../../../src/base/files.js";
import { layoutGguf } from "../../../src/weights/gguf/layoutGguf.js";
import { openGgufModel } from "../../../src/weights/gguf/openGgufModel.js";
import { readGguf } from "../../../src/weights/gguf/readGguf.js";
import { splitEntries } from "../../../src/weights/gguf/splitInfo.js";
import { writeGguf } from "../../../src/weights/gguf/writeGguf.js";
import { quantizeFile } from "../../../src/weights/quantize/quantizeFile.js";
import { tryFileType } from "../../../src/weights/quantize/recipe/fileTypes.js";
import type { WeightSource } from "../../../src/weights/quantize/weightSource.js";
import { makeModel, type RecipeGolden } from "./goldenRecipe.js";
import { tinyModel } from "./tinyModel.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "mf-quantize-"));
});
afterEach(() => rm(folder, { recursive: true }));

async function writeModel(path: string, source: WeightSource): Promise<void> {
  const byName = new Map(source.tensors.map((tensor) => [tensor.name, tensor]));
  await writeGguf(path, layoutGguf(source), async function* ({ name }) {
    const tensor = byName.get(name);
    if (tensor !== undefined) yield* source.readTensor(tensor);
  });
}

describe("quantizeFile", () => {
  it("writes llama-quantize's files, several in one pass", async () => {
    const golden = JSON.parse(await readFile("fixtures/quantize/recipe/bert-6.json", "utf8")) as RecipeGolden;
    const input = join(folder, "in.gguf");
    await writeModel(input, (await makeModel(golden)).source);
    const names = ["Q4_K_M", "Q8_0", "F32"];
    const results = await quantizeFile(
      input,
      names.map((name) => ({ path: join(folder, name), options: { fileType: tryFileType(name) } })),
    );
    for (const [index, name] of names.entries()) {
      const run = golden.runs.find(({ ftype, imatrix, options }) => ftype === name && !imatrix && !options);
      const written = await readFile(join(folder, name));
      expect(digestOf(written)).toBe(`sha256:${run?.sha256}`);
      expect(results[index]?.files).toEqual([
        { path: join(folder, name), sizeBytes: written.length, digest: digestOf(written) },
      ]);
    }
  });

  it("leaves nothing behind when it fails", async () => {
    const weights = new Float32Array(512).fill(Number.POSITIVE_INFINITY);
    const input = join(folder, "in.gguf");
    await writeModel(
      input,
      tinyModel([{ name: "blk.0.attn_v.weight", dims: [256, 2], type: "f32", weights }]),
    );
    const targets = ["a.gguf", "b.gguf"].map((name) => ({
      path: join(folder, name),
      options: { fileType: tryFileType("Q8_0") },
    }));
    await expect(quantizeFile(input, targets)).rejects.toMatchObject({ code: "MF_E_QUANTIZE_NOT_FINITE" });
    expect(await readdir(folder)).toEqual(["in.gguf"]);
  });

  it("joins a split model, or keeps its parts", async () => {
    const whole = tinyModel();
    const parts = [whole.tensors.slice(0, 2), whole.tensors.slice(2)];
    for (const [part, tensors] of parts.entries()) {
      const metadata = [
        ...(part === 0 ? whole.metadata : whole.metadata.slice(0, 1)),
        ...splitEntries(part, 2, whole.tensors.length),
      ];
      await writeModel(join(folder, `in-0000${part + 1}-of-00002.gguf`), { ...whole, metadata, tensors });
    }
    const input = join(folder, "in-00001-of-00002.gguf");
    const fileType = tryFileType("Q8_0");
    const [joined] = await quantizeFile(input, [
      { path: join(folder, "joined.gguf"), options: { fileType } },
    ]);
    await writeModel(join(folder, "whole.gguf"), whole);
    const [direct] = await quantizeFile(join(folder, "whole.gguf"), [
      { path: join(folder, "direct.gguf"), options: { fileType } },
    ]);
    expect(joined?.files[0]?.digest).toBe(direct?.files[0]?.digest);

    const [kept] = await quantizeFile(input, [
      { path: join(folder, "kept"), options: { fileType, keepSplit: true } },
    ]);
    expect(kept?.files.map(({ path }) => path)).toEqual([
      join(folder, "kept-00001-of-00002.gguf"),
      join(folder, "kept-00002-of-00002.gguf"),
    ]);
    const reopened = await openGgufModel(join(folder, "kept-00002-of-00002.gguf"));
    expect(reopened.model.tensors.map(({ name, type }) => [name, type.name])).toContainEqual([
      "blk.1.attn_v.weight",
      "q8_0",
    ]);
    await reopened.close();
  });

  it("refuses a big-endian model", async () => {
    const input = join(folder, "big.gguf");
    const bytes = Buffer.alloc(64);
    bytes.write("GGUF", "latin1");
    bytes.writeUInt32BE(3, 4);
    await writeFile(input, bytes);
    const targets = [{ path: join(folder, "out.gguf"), options: { fileType: undefined } }];
    await expect(quantizeFile(input, targets)).rejects.toMatchObject({ code: "MF_E_QUANTIZE_BYTE_ORDER" });
  });
});

interface EdgeCase {
  readonly file: string;
  readonly copy?: { readonly ok: boolean; readonly sha256?: string };
}

/** Where our copy differs from the peer's on purpose. */
const deviations: Readonly<Record<string, string>> = {
  "files/alignment-1.gguf": "keeps the alignment that general.alignment names",
  "files/alignment-2.gguf": "keeps the alignment",
  "files/alignment-4.gguf": "keeps the alignment",
  "files/alignment-8.gguf": "keeps the alignment",
  "files/alignment-16.gguf": "keeps the alignment",
  "files/alignment-128.gguf": "keeps the alignment: the peer's own loader cannot read what it writes here",
  "files/alignment-4096.gguf": "keeps the alignment",
  "files/dim-zero.gguf": "keeps the dimension of 0, which the peer loses and with it the tensor's size",
  "files/kv-string-nul.gguf": "keeps what follows a NUL in a text",
  "files/dims-overflow.gguf": "refuses sizes that overflow",
  "files/dims-overflow-3.gguf": "refuses sizes that overflow",
};

describe("a copy of llama.cpp's edge cases", () => {
  it("is the peer's, byte for byte", async () => {
    const lines = (await readFile("fixtures/gguf-edge/expected.jsonl", "utf8")).split("\n").filter(Boolean);
    let compared = 0;
    for (const { file, copy } of lines.map((line) => JSON.parse(line) as EdgeCase)) {
      if (!copy?.ok || deviations[file] !== undefined) continue;
      const path = join(folder, "copy.gguf");
      const [result] = await quantizeFile(join("fixtures/gguf-edge", file), [
        { path, options: { fileType: undefined } },
      ]);
      expect.soft(result?.files[0]?.digest, file).toBe(`sha256:${copy.sha256}`);
      compared++;
    }
    expect(compared).toBeGreaterThan(20);
  });

  it("keeps an alignment other than 32, so that the copy can be read", async () => {
    const path = join(folder, "copy.gguf");
    await quantizeFile("fixtures/gguf-edge/files/alignment-128.gguf", [
      { path, options: { fileType: undefined } },
    ]);
    const source = await openFileSource(path);
    const { alignment, dataOffset } = await readGguf(source);
    await source.close();
    expect([alignment, dataOffset % 128]).toEqual([128, 0]);
  });
});

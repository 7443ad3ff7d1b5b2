import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { GgufEntry } from "../../../../src/weights/gguf/ggufValue.js";
import { getString, getUint } from "../../../../src/weights/gguf/metadata.js";
import { patchFile, recoverPatch, undoPath } from "../../../../src/weights/gguf/rewrite/patchFile.js";
import { editMetadata, type MetadataEdits } from "../../../../src/weights/gguf/rewrite/planEdit.js";
import { runEdit } from "../../../../src/weights/gguf/rewrite/runEdit.js";
import { readFixture, requireHeader } from "../specs.js";

let folder: string;
let path: string;
const original = readFixture("gguf/stored/c01-plain-gguf.gguf");

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "mf-edit-"));
  path = join(folder, "m.gguf");
  await writeFile(path, original);
});

afterEach(() => rm(folder, { recursive: true }));

const text = (key: string, value: string): GgufEntry => ({ key, value: { type: "string", value } });
const u32 = (key: string, value: number): GgufEntry => ({ key, value: { type: "u32", value } });

async function edited(edits: MetadataEdits): Promise<{ kind: string; bytes: Uint8Array }> {
  const kind = await runEdit(path, edits);
  expect(await readdir(folder)).toEqual(["m.gguf"]);
  return { kind, bytes: new Uint8Array(await readFile(path)) };
}

/** All tensors' bytes, one behind the other. */
function weights(bytes: Uint8Array): Uint8Array {
  const { tensors } = requireHeader(bytes);
  return Buffer.concat(
    tensors.map(({ fileOffset, sizeBytes }) => bytes.subarray(fileOffset, fileOffset + sizeBytes)),
  );
}

describe("a change of the metadata", () => {
  test("that keeps the header's length touches nothing else", async () => {
    const { kind, bytes } = await edited({ set: [u32("llama.context_length", 4096)] });
    expect(kind).toBe("in place");
    expect(bytes.length).toBe(original.length);
    expect(getUint(requireHeader(bytes), "llama.context_length")).toBe(4096);
    const changed = [...bytes].filter((byte, i) => byte !== original[i]).length;
    expect(changed).toBeLessThanOrEqual(4);
  });

  test("that fits into the padding stays in place, one that does not moves the weights", async () => {
    const { headerBytes, dataOffset } = requireHeader(original);
    const name = "x.pad";
    const spare = dataOffset - headerBytes - (8 + name.length + 4 + 8);
    const fits = spare >= 0;
    const first = await edited({ set: [text(name, "y".repeat(Math.max(spare, 0)))] });
    expect(first.kind).toBe(fits ? "in place" : "rewrite");
    const second = await edited({ set: [text(name, "y".repeat(Math.max(spare, 0) + 100))] });
    expect(second.kind).toBe("rewrite");
    const header = requireHeader(second.bytes);
    expect(getString(header, name)?.length).toBe(Math.max(spare, 0) + 100);
    expect(weights(second.bytes)).toEqual(weights(original));
    const back = await edited({ remove: [name] });
    expect(Buffer.from(back.bytes).equals(original)).toBe(true);
  });

  test("of the alignment moves every tensor", async () => {
    const { kind, bytes } = await edited({ set: [u32("general.alignment", 256)] });
    expect(kind).toBe("rewrite");
    expect(requireHeader(bytes).tensors.every((tensor) => tensor.fileOffset % 256 === 0)).toBe(true);
    expect(weights(bytes)).toEqual(weights(original));
  });

  test("that cannot be made leaves the file alone", async () => {
    await expect(runEdit(path, { remove: ["no.such"] })).rejects.toThrow('no key "no.such"');
    await expect(runEdit(path, { set: [u32("general.alignment", 3)] })).rejects.toThrow("power of two");
    expect(Buffer.from(await readFile(path)).equals(original)).toBe(true);
  });
});

test("an interrupted change is undone by the next", async () => {
  const start = Uint8Array.from(original.subarray(0, 64)).fill(7, 24, 40);
  const undo = Buffer.concat([Buffer.from(BigUint64Array.of(24n).buffer), original.subarray(24, 40)]);
  await writeFile(undoPath(path), undo);
  await writeFile(path, Buffer.concat([start, original.subarray(64)]));
  await edited({ set: [u32("llama.context_length", 512)] });
  expect(Buffer.from(await readFile(path)).equals(original)).toBe(true);
});

test("an undo file that is not of this file is not believed", async () => {
  const undo = Buffer.concat([
    Buffer.from(BigUint64Array.of(BigInt(original.length)).buffer),
    Buffer.alloc(4),
  ]);
  await writeFile(undoPath(path), undo);
  await expect(recoverPatch(path)).rejects.toThrow("does not belong");
  expect(Buffer.from(await readFile(path)).equals(original)).toBe(true);
});

test("a patch that changes nothing writes nothing", async () => {
  await patchFile(path, original.subarray(0, 100));
  expect(await readdir(folder)).toEqual(["m.gguf"]);
  expect(await recoverPatch(path)).toBe(false);
});

describe("the order of the metadata", () => {
  const entries = [text("a", "1"), text("b", "2"), text("c", "3")];
  const keys = (edits: MetadataEdits): string[] => editMetadata(entries, edits).map((entry) => entry.key);

  test("is kept", () => {
    expect(keys({ set: [text("b", "x"), text("d", "y")] })).toEqual(["a", "b", "c", "d"]);
    expect(keys({ rename: [{ from: "a", to: "z" }], remove: ["c"] })).toEqual(["z", "b"]);
  });

  test("a key does not take the place of another", () => {
    expect(() => keys({ rename: [{ from: "a", to: "b" }] })).toThrow("that key exists");
    expect(() => keys({ rename: [{ from: "x", to: "y" }] })).toThrow('no key "x"');
  });
});

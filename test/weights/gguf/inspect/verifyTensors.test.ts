import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { tryNonFiniteBlock } from "../../../../src/weights/gguf/inspect/nonFinite.js";
import { type TensorCheck, verifyTensors } from "../../../../src/weights/gguf/inspect/verifyTensors.js";
import { openGgufModel } from "../../../../src/weights/gguf/openGgufModel.js";
import {
  resolveTensorType,
  type TensorTypeName,
  tryTensorType,
} from "../../../../src/weights/gguf/tensorTypes.js";
import { fixturePath, readFixture } from "../specs.js";

async function check(path: string): Promise<TensorCheck[]> {
  const source = await openGgufModel(fixturePath(path));
  try {
    const checks: TensorCheck[] = [];
    for await (const one of verifyTensors(source)) checks.push(one);
    return checks;
  } finally {
    await source.close();
  }
}

test("digests are those that were recorded with Ollama", async () => {
  const recorded = JSON.parse(new TextDecoder().decode(readFixture("gguf/stored/c01-plain-gguf.json"))).gguf;
  const checks = await check("gguf/stored/c01-plain-gguf.gguf");
  expect(
    checks.map(({ tensor, digest }) => ({
      name: tensor.name,
      dims: tensor.dims,
      type: tensor.type.id,
      offset: tensor.offset,
      bytes: tensor.sizeBytes,
      sha256: digest.slice("sha256:".length),
    })),
  ).toEqual(recorded.tensors);
});

interface RecordedType {
  readonly name: TensorTypeName;
  readonly blockBytes: number;
  readonly invalidAt: readonly number[];
}

describe("every type's blocks are judged as by ggml_validate_row_data", () => {
  const types = (JSON.parse(new TextDecoder().decode(readFixture("gguf/types.json"))) as RecordedType[])
    // ggml has no check for q8_1, a type of its own computations, and refuses it whole.
    .filter((type) => tryTensorType(type.name) !== undefined && type.name !== "q8_1");

  test.each(types)("$name", ({ name, blockBytes, invalidAt }) => {
    const type = resolveTensorType(name);
    const isBad = (block: Uint8Array): boolean => tryNonFiniteBlock(type, block) !== undefined;
    const bad = isBad(new Uint8Array(blockBytes).fill(0xff)) ? [-1] : [];
    for (let at = 0; at < blockBytes; at++) {
      const block = new Uint8Array(blockBytes);
      block[at] = 0xff;
      if (at + 1 < blockBytes) block[at + 1] = 0x7f;
      if (isBad(block)) bad.push(at);
    }
    expect(bad).toEqual(invalidAt);
  });

  test("the first bad block is told", () => {
    const blocks = new Uint8Array(5 * 20);
    blocks.set([0xff, 0x7f], 3 * 20);
    blocks.set([0xff, 0x7f], 2 * 20 + 2);
    expect(tryNonFiniteBlock(resolveTensorType("q4_1"), blocks)).toBe(2);
  });
});

describe("weights that are not finite are found where llama.cpp finds them", () => {
  interface Recorded {
    readonly file: string;
    readonly copy?: { readonly ok: boolean; readonly message?: string };
  }
  const cases = readFileSync(fixturePath("gguf-edge/expected.jsonl"), "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Recorded)
    // mf refuses the shapes whose product overflows (docs/gguf.md).
    .filter(({ file }) => !file.includes("dims-overflow"))
    .filter(({ copy }) => copy?.ok === true || copy?.message?.includes("invalid data"));

  test.each(cases.map(({ file, copy }) => [file, copy?.message] as const))("%s", async (file, message) => {
    const bad = (await check(`gguf-edge/${file}`)).filter((one) => one.nonFiniteAt !== undefined);
    expect(bad.map(({ tensor }) => `tensor '${tensor.name}' has invalid data`)).toEqual(
      message ? [message] : [],
    );
  });
});

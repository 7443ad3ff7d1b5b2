import { describe, expect, test } from "vitest";
import { digestOf } from "../../../../src/base/digest.js";
import { isMfError } from "../../../../src/base/errors.js";
import type { ByteSource } from "../../../../src/base/files.js";
import { layoutGguf } from "../../../../src/weights/gguf/layoutGguf.js";
import { type OpenGgufModel, openGgufModel } from "../../../../src/weights/gguf/openGgufModel.js";
import type { CopyPlan } from "../../../../src/weights/gguf/rewrite/planCopy.js";
import { planMerge } from "../../../../src/weights/gguf/rewrite/planMerge.js";
import {
  planSplit,
  type SplitOptions,
  type SplitRule,
} from "../../../../src/weights/gguf/rewrite/planSplit.js";
import { printSplitName, tryParseSplitName } from "../../../../src/weights/gguf/splitName.js";
import { writeGgufChunks } from "../../../../src/weights/gguf/writeGguf.js";
import { fixturePath, memorySource, readFixture, type Spec, specBytes } from "../specs.js";

interface RecordedFile {
  readonly size: number;
  readonly sha256: string;
}

interface RecordedSplit {
  readonly name: string;
  readonly spec: Spec;
  readonly arguments: readonly string[];
  readonly whole: RecordedFile;
  readonly parts: readonly (RecordedFile & { readonly file: string })[];
  readonly merged: RecordedFile;
}

const cases = new TextDecoder()
  .decode(readFixture("gguf/split.jsonl"))
  .split("\n")
  .filter(Boolean)
  .map((line) => JSON.parse(line) as RecordedSplit);

type Files = ReadonlyMap<string, Uint8Array>;

function opener(files: Files): (path: string) => Promise<ByteSource> {
  return async (path) => {
    const bytes = files.get(path);
    if (bytes === undefined) throw Object.assign(new Error(`no ${path}`), { code: "ENOENT" });
    return memorySource(bytes, path);
  };
}

function openFrom(files: Files, path: string): Promise<OpenGgufModel> {
  return openGgufModel(path, { open: opener(files) });
}

async function copyBytes(plan: CopyPlan, source: OpenGgufModel): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  const data = (_: unknown, index: number): AsyncIterable<Uint8Array> => {
    const tensor = plan.tensors[index];
    if (tensor === undefined) throw new Error("no source");
    return source.readTensor(tensor);
  };
  for await (const chunk of writeGgufChunks(plan.layout, data)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function split(bytes: Uint8Array, rule: SplitRule, options: SplitOptions = {}): Promise<Files> {
  const whole = await openFrom(new Map([["in.gguf", bytes]]), "in.gguf");
  const plans = planSplit(whole.model, rule, options);
  const files = new Map<string, Uint8Array>();
  for (const [index, plan] of plans.entries()) {
    const name = printSplitName({ prefix: "out", index, count: plans.length });
    files.set(name, await copyBytes(plan, whole));
  }
  return files;
}

function ruleOf(args: readonly string[]): [SplitRule, SplitOptions] {
  const value = args.at(-1) ?? "";
  const rule: SplitRule = args.includes("--split-max-size")
    ? { kind: "size", maxBytes: Number.parseInt(value, 10) * 1_000_000 }
    : { kind: "tensors", maxTensors: Number(value) };
  return [rule, { noTensorFirst: args.includes("--no-tensor-first-split") }];
}

function described(bytes: Uint8Array): RecordedFile {
  return { size: bytes.length, sha256: digestOf(bytes).slice("sha256:".length) };
}

describe("the parts and the merged file are those of gguf-split", () => {
  test.each(cases)("$name", async (recorded) => {
    const bytes = await specBytes(recorded.spec);
    expect(described(bytes)).toEqual(recorded.whole);
    const files = await split(bytes, ...ruleOf(recorded.arguments));
    expect([...files].map(([file, content]) => ({ file, ...described(content) }))).toEqual(recorded.parts);
    const parts = await openFrom(files, recorded.parts[0]?.file ?? "");
    const merged = await copyBytes(planMerge(parts.model, { splitKeys: "as gguf-split" }), parts);
    expect(described(merged)).toEqual(recorded.merged);
  });
});

test("merging what was split gives the file back", async () => {
  const bytes = readFixture("gguf/written/tensors.gguf");
  for (const maxTensors of [1, 3, 4, 100]) {
    const files = await split(bytes, { kind: "tensors", maxTensors });
    const parts = await openFrom(files, [...files.keys()].at(-1) ?? "");
    expect(Buffer.from(await copyBytes(planMerge(parts.model), parts)).equals(bytes)).toBe(true);
    await parts.close();
  }
});

test("a tensor larger than a part's limit gets a part of its own", async () => {
  const spec: Spec = {
    metadata: [],
    tensors: [
      ["big", 0, [100]],
      ["a", 0, [1]],
      ["b", 0, [1]],
      ["large", 0, [100]],
    ],
  };
  const files = await split(await specBytes(spec), { kind: "size", maxBytes: 100 });
  expect(files.size).toBe(3);
});

test("a model in parts recorded with Ollama opens as one", async () => {
  const folder = fixturePath("gguf/parts");
  const opened = await openGgufModel(`${folder}/pine-00002-of-00002.gguf`);
  expect(opened.model.parts.length).toBe(2);
  expect(opened.model.metadata.some(({ key }) => key.startsWith("split."))).toBe(false);
  expect(new Set(opened.model.tensors.map((tensor) => tensor.part))).toEqual(new Set([0, 1]));
  await opened.close();
});

describe("parts that do not fit together", () => {
  const spec: Spec = {
    metadata: [["general.architecture", "string", "llama"]],
    tensors: Array.from({ length: 4 }, (_, i) => [`t${i}`, 0, [8]] as const),
  };
  const names = [1, 2, 3, 4].map((number) => `out-0000${number}-of-00004.gguf`);

  async function parts(change: (files: Map<string, Uint8Array>) => void): Promise<Files> {
    const files = new Map(await split(await specBytes(spec), { kind: "tensors", maxTensors: 1 }));
    change(files);
    return files;
  }

  async function messageOf(files: Files, path: string): Promise<string> {
    const error = await openFrom(files, path).catch((error: unknown) => error);
    if (!isMfError(error, "MF_E_GGUF_SPLIT")) throw error;
    return error.message;
  }

  const take = (files: Map<string, Uint8Array>, name: string): Uint8Array =>
    files.get(name) ?? new Uint8Array();

  test("all missing ones are named at once", async () => {
    const files = await parts((all) => {
      all.delete(names[1] ?? "");
      all.delete(names[3] ?? "");
    });
    expect(await messageOf(files, names[2] ?? "")).toBe(
      `the model has 4 parts, "${names[1]}", "${names[3]}" are not there`,
    );
  });

  test("a part under another part's name", async () => {
    const files = await parts((all) => all.set(names[1] ?? "", take(all, names[2] ?? "")));
    expect(await messageOf(files, names[0] ?? "")).toContain(
      "says part 2 in its name and part 3 in its metadata",
    );
  });

  test("a part that lost its name", async () => {
    const files = await parts((all) => all.set("model.gguf", take(all, names[0] ?? "")));
    expect(await messageOf(files, "model.gguf")).toContain("its name does not say which");
  });

  test("a part of a model with other parts", async () => {
    const files = await parts((all) => all.set("out-00001-of-00003.gguf", take(all, names[0] ?? "")));
    expect(await messageOf(files, "out-00001-of-00003.gguf")).toContain(
      "3 parts in its name and 4 in its metadata",
    );
  });

  test("a whole model under a part's name", async () => {
    const whole = await specBytes(spec);
    const files = await parts((all) => all.set(names[1] ?? "", whole));
    expect(await messageOf(files, names[0] ?? "")).toContain("not part of a split model");
  });

  test("a tensor in two parts", async () => {
    const renamed = await split(
      await specBytes({ ...spec, tensors: [["t1", 0, [8]], ...spec.tensors.slice(2), ["t7", 0, [8]]] }),
      { kind: "tensors", maxTensors: 1 },
    );
    const files = await parts((all) => all.set(names[0] ?? "", take(new Map(renamed), names[0] ?? "")));
    expect(await messageOf(files, names[0] ?? "")).toContain('tensor "t1" is in');
  });

  test("more parts than anyone makes", async () => {
    const bytes = await specBytes({
      metadata: [
        ["split.count", "u16", "60000"],
        ["split.no", "u16", "0"],
      ],
      tensors: [],
    });
    const files = new Map([["m-00001-of-60000.gguf", bytes]]);
    expect(await messageOf(files, "m-00001-of-60000.gguf")).toContain("the limit is 512");
  });
});

test("names of parts", () => {
  expect(tryParseSplitName("a/b-c-00002-of-00010.gguf")).toEqual({ prefix: "a/b-c", index: 1, count: 10 });
  expect(tryParseSplitName("b-0002-of-0010.gguf")).toBeUndefined();
  expect(tryParseSplitName("b-00000-of-00010.gguf")).toBeUndefined();
  expect(tryParseSplitName("b-00011-of-00010.gguf")).toBeUndefined();
  expect(printSplitName({ prefix: "x", index: 0, count: 2 })).toBe("x-00001-of-00002.gguf");
});

test("big-endian weights are not copied", async () => {
  const whole = await openFrom(new Map([["b.gguf", readFixture("gguf/byte-order/big.gguf")]]), "b.gguf");
  expect(() => planSplit(whole.model, { kind: "tensors", maxTensors: 1 })).toThrow("big-endian");
  expect(layoutGguf(whole.model).tensors.length).toBe(2);
});

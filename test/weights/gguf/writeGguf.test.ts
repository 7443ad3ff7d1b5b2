import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isMfError } from "../../../src/base/errors.js";
import type { ProgressEvent } from "../../../src/base/progress.js";
import { layoutGguf } from "../../../src/weights/gguf/layoutGguf.js";
import { openGgufModel } from "../../../src/weights/gguf/openGgufModel.js";
import { planMerge } from "../../../src/weights/gguf/rewrite/planMerge.js";
import { runCopy } from "../../../src/weights/gguf/rewrite/runCopy.js";
import { resolveTensorType } from "../../../src/weights/gguf/tensorTypes.js";
import { writeGguf } from "../../../src/weights/gguf/writeGguf.js";
import { fixturePath, patternBytes, planOf, readFixture, type Spec } from "./specs.js";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "mf-write-"));
});

afterEach(() => rm(folder, { recursive: true }));

const tensors = [
  { name: "a", dims: [3], type: resolveTensorType("f32") },
  { name: "b", dims: [2], type: resolveTensorType("f16") },
];

test("a file is written in pieces of any size", async () => {
  const spec = JSON.parse(new TextDecoder().decode(readFixture("gguf/written/metadata-only.json"))) as Spec;
  const layout = layoutGguf({ ...planOf(spec), tensors });
  const path = join(folder, "m.gguf");
  await writeGguf(path, layout, function* (tensor, index) {
    for (const byte of patternBytes(index, tensor.sizeBytes)) yield Uint8Array.of(byte);
  });
  const bytes = await readFile(path);
  expect(bytes.length).toBe(layout.sizeBytes);
  for (const [index, { fileOffset, sizeBytes }] of layout.tensors.entries()) {
    expect(Uint8Array.from(bytes.subarray(fileOffset, fileOffset + sizeBytes))).toEqual(
      patternBytes(index, sizeBytes),
    );
  }
});

test.each([
  ["too little", 11, 'tensor "a" got 11 of its 12 bytes'],
  ["too much", 13, 'tensor "a" got more than its 12 bytes'],
])("%s data leaves nothing behind", async (_, length, message) => {
  const layout = layoutGguf({ metadata: [], tensors });
  const error = await writeGguf(join(folder, "m.gguf"), layout, () => [new Uint8Array(length)]).catch(
    (caught: unknown) => caught,
  );
  expect(isMfError(error, "MF_E_GGUF_DATA")).toBe(true);
  expect(String(error)).toContain(message);
  expect(await readdir(folder)).toEqual([]);
});

test("a copy tells how far it is", async () => {
  const source = await openGgufModel(fixturePath("gguf/parts/pine-00001-of-00002.gguf"));
  const events: ProgressEvent[] = [];
  const plan = planMerge(source.model);
  await runCopy(plan, source, join(folder, "m.gguf"), (event) => events.push(event));
  await source.close();
  expect(events[0]).toMatchObject({ kind: "start", totalBytes: plan.layout.sizeBytes });
  expect(events.at(-1)).toMatchObject({ kind: "end" });
  const done = events.flatMap((event) => (event.kind === "advance" ? [event.doneBytes] : []));
  expect(done).toEqual([...done].sort((a, b) => a - b));
  expect(done.length).toBe(source.model.tensors.length);
  expect(await readdir(folder)).toEqual(["m.gguf"]);
});

import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { isMfError } from "../../../src/base/errors.js";
import { resolveTensorType, type TensorTypeName } from "../../../src/weights/gguf/tensorTypes.js";
import { dequantizeRows } from "../../../src/weights/quantize/kernels/reference/quantizeRows.js";
import { selectKernel } from "../../../src/weights/quantize/kernels/select.js";
import { planQuantize, type QuantizePlan } from "../../../src/weights/quantize/plan/planQuantize.js";
import { runQuantize } from "../../../src/weights/quantize/run/runQuantize.js";
import { findInvalidBlock } from "../../../src/weights/quantize/run/validBlocks.js";
import type { WeightSource } from "../../../src/weights/quantize/weightSource.js";
import { makeImportance, makeWeights } from "../../weights/quantize/goldenData.js";
import {
  expandTypes,
  makeModel,
  makeOptions,
  type RecipeGolden,
  type RecipeRun,
} from "../../weights/quantize/goldenRecipe.js";
import type { CaseResult } from "./caseResult.js";

/** Every recorded case of a folder with `blocks/` and `recipe/`, or of one of the two alone. */
export async function* runCases(path: string): AsyncIterable<CaseResult> {
  yield* runBlockCases(await findFolder(path, "blocks", "blocks.jsonl"));
  yield* runRecipeCases(await findFolder(path, "recipe", "llama-dense8.json"));
}

async function findFolder(path: string, name: string, file: string): Promise<string | undefined> {
  return [join(path, name), path].find((folder) => existsSync(join(folder, file)));
}

interface BlockCase {
  readonly type: TensorTypeName;
  readonly kind: string;
  readonly seed: number;
  readonly cols: number;
  readonly rows: number;
  readonly imatrix: string;
  readonly iseed?: number;
  readonly in_sha256: string;
  readonly sha256: string;
  readonly head: string;
  readonly valid: boolean;
  readonly deq_sha256: string | null;
}

export async function* runBlockCases(folder: string | undefined): AsyncIterable<CaseResult> {
  if (folder === undefined) return;
  for (const line of (await readFile(join(folder, "blocks.jsonl"), "utf8")).split("\n")) {
    if (line !== "") yield await runBlockCase(JSON.parse(line) as BlockCase);
  }
}

async function runBlockCase(recorded: BlockCase): Promise<CaseResult> {
  const { type, kind, seed, cols, rows, imatrix, iseed = 0 } = recorded;
  const weights = makeWeights(kind, seed, cols, rows);
  const importance = imatrix === "none" ? undefined : makeImportance(imatrix, iseed, cols);
  const packed = await selectKernel(type).quantizeRows(type, weights, cols, importance);
  const unpacked = dequantizeRows(type, packed);
  const got = {
    in_sha256: sha256(weights),
    sha256: sha256(packed),
    head: Buffer.from(packed.subarray(0, 64)).toString("hex"),
    valid: findInvalidBlock(resolveTensorType(type), packed) === undefined,
    deq_sha256: unpacked.some(Number.isNaN) ? null : sha256(unpacked),
  };
  const id = `blocks ${type} ${kind} seed ${seed} ${cols}x${rows} imatrix ${imatrix}`;
  return judge(id, got, pick(recorded, got));
}

/** `writes` says which runs are carried out; the others are only planned, from headers alone. */
export async function* runRecipeCases(
  folder: string | undefined,
  writes: (golden: RecipeGolden, run: RecipeRun) => boolean = () => true,
): AsyncIterable<CaseResult> {
  if (folder === undefined) return;
  const files = (await readdir(folder)).filter((file) => file.endsWith(".json")).sort();
  for (const file of files) {
    const golden = JSON.parse(await readFile(join(folder, file), "utf8")) as RecipeGolden;
    const { source, sha256 } = await makeModel(golden);
    yield judge(`recipe ${golden.model} input`, { sha256 }, { sha256: golden.input.sha256 });
    for (const run of golden.runs) yield await runRecipeCase(golden, run, source, writes(golden, run));
  }
}

async function runRecipeCase(
  golden: RecipeGolden,
  run: RecipeRun,
  source: WeightSource,
  isWritten: boolean,
): Promise<CaseResult> {
  const options = run.options === undefined ? "" : ` ${JSON.stringify(run.options)}`;
  const id = `recipe ${golden.model} ${run.ftype}${run.imatrix ? " imatrix" : ""}${options}`;
  try {
    const plan = planQuantize(source, makeOptions(golden, run));
    if (run.error !== undefined) return { id, ok: false, got: "a plan", want: run.error };
    const planned = judge(id, factsOf(plan), expectedFacts(golden, run));
    if (!planned.ok || !isWritten) return planned;
    return judge(id, { sha256: await digestOf(source, plan) }, { sha256: run.sha256 });
  } catch (error) {
    return judgeError(id, run, error);
  }
}

function judgeError(id: string, run: RecipeRun, error: unknown): CaseResult {
  if (!isMfError(error)) throw error;
  if (error.code === "MF_E_KERNEL_TYPE" && run.error === undefined) {
    return { id, ok: true, skipped: `${error.message}; types, sizes and offsets agree` };
  }
  const want = run.error === undefined ? undefined : errorCodes[run.error];
  return { id, ok: error.code === want, got: error.code, want: want ?? run.error ?? "a file" };
}

/** What the peer says, and the code under which we refuse the same. */
const errorCodes: Readonly<Record<string, string>> = {
  "this quantization requires an imatrix!": "MF_E_IMATRIX_REQUIRED",
  "no tensor type fallback is defined for type q1_0": "MF_E_QUANTIZE_SHAPE",
  // A type named outright for rows it does not divide: the peer notices the garbage that this makes.
  "quantized data validation failed": "MF_E_GGUF_INVALID",
};

function factsOf(plan: QuantizePlan): object {
  const [file] = plan.files;
  return {
    order: file?.steps.map(({ name }) => name),
    types: file?.steps.map(({ to }) => to.name.toLowerCase()),
    fallbacks: file?.steps.filter((step) => step.fallbackFrom !== undefined).length,
    size: plan.sizeBytes,
    data_offset: file?.layout.dataOffset,
    last_offset: file?.layout.tensors.at(-1)?.offset,
  };
}

function expectedFacts(golden: RecipeGolden, run: RecipeRun): object {
  return {
    order: run.order ?? golden.order,
    types: expandTypes(run.types),
    fallbacks: run.fallbacks ?? 0,
    size: run.size,
    data_offset: run.data_offset,
    last_offset: run.last_offset,
  };
}

async function digestOf(source: WeightSource, plan: QuantizePlan): Promise<string> {
  const hash = createHash("sha256");
  await runQuantize(source, [{ plan, write: async (_file, bytes) => void hash.update(bytes) }]);
  return hash.digest("hex");
}

function judge(id: string, got: object, want: object): CaseResult {
  const ok = JSON.stringify(got) === JSON.stringify(want);
  return ok ? { id, ok } : { id, ok, got, want };
}

function pick(from: object, keys: object): object {
  return Object.fromEntries(Object.keys(keys).map((key) => [key, Reflect.get(from, key)]));
}

function sha256(values: Float32Array | Uint8Array): string {
  return createHash("sha256")
    .update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
    .digest("hex");
}

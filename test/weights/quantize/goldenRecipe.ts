import { createHash } from "node:crypto";
import { numberArray, stringArray } from "../../../src/weights/gguf/ggufArray.js";
import type { GgufEntry, GgufValue } from "../../../src/weights/gguf/ggufValue.js";
import { layoutGguf } from "../../../src/weights/gguf/layoutGguf.js";
import { resolveTensorType, type TensorType, tryTensorType } from "../../../src/weights/gguf/tensorTypes.js";
import { writeGgufChunks } from "../../../src/weights/gguf/writeGguf.js";
import type { Imatrix } from "../../../src/weights/quantize/imatrix/imatrix.js";
import { quantizeRows } from "../../../src/weights/quantize/kernels/reference/quantizeRows.js";
import { parseMetadataOverride } from "../../../src/weights/quantize/plan/parseMetadataOverride.js";
import type { QuantizeOptions } from "../../../src/weights/quantize/plan/planQuantize.js";
import { tryFileType } from "../../../src/weights/quantize/recipe/fileTypes.js";
import type { SourceTensor, WeightSource } from "../../../src/weights/quantize/weightSource.js";
import { makeImportance, makeWeights } from "./goldenData.js";

/** A recorded model with llama-quantize's runs on it: fixtures/quantize/recipe. */
export interface RecipeGolden {
  readonly model: string;
  readonly input: {
    readonly kv: readonly (readonly [string, string, unknown])[];
    readonly tensors: readonly (readonly [string, number[], string])[];
    readonly sha256: string;
    readonly size: number;
  };
  readonly order: readonly string[];
  readonly runs: readonly RecipeRun[];
}

export interface RecipeRun {
  readonly ftype: string;
  readonly imatrix: boolean;
  readonly options?: RunOptions;
  readonly error?: string;
  readonly order?: readonly string[];
  readonly types: string;
  readonly fallbacks?: number;
  readonly sha256: string;
  readonly size: number;
  readonly data_offset: number;
  readonly last_offset: number;
}

interface RunOptions {
  readonly pure?: boolean;
  readonly quantize_output?: boolean;
  readonly ott?: string;
  readonly tet?: string;
  readonly tt?: readonly (readonly [string, string])[];
  readonly prune?: readonly number[];
  readonly ov?: readonly (readonly [string, "s" | "i" | "f" | "b", string | number | boolean])[];
}

/** The recorded model with its weights in memory, and the digest of the file they make. */
export interface GoldenModel {
  readonly source: WeightSource;
  readonly sha256: string;
}

export async function makeModel(golden: RecipeGolden): Promise<GoldenModel> {
  const metadata = golden.input.kv.map(
    ([key, type, value]): GgufEntry => ({ key, value: makeValue(type, value) }),
  );
  const tensors = golden.input.tensors.map(
    ([name, dims, type]): SourceTensor => ({ name, dims, type: resolveType(type), part: 0 }),
  );
  const data = new Map(tensors.map((tensor, index) => [tensor.name, makeTensor(tensor, index)]));
  const bytesOf = (name: string): Uint8Array[] => [data.get(name) ?? new Uint8Array(0)];
  const hash = createHash("sha256");
  for await (const chunk of writeGgufChunks(layoutGguf({ metadata, tensors }), ({ name }) => bytesOf(name))) {
    hash.update(chunk);
  }
  const source: WeightSource = {
    label: golden.model,
    metadata,
    tensors,
    readTensor: async function* ({ name }) {
      yield* bytesOf(name);
    },
  };
  return { source, sha256: hash.digest("hex") };
}

/** The options of a recorded run. */
export function makeOptions(golden: RecipeGolden, run: RecipeRun): QuantizeOptions {
  const { pure, quantize_output: quantizeOutput, ott, tet, tt, prune, ov } = run.options ?? {};
  return {
    fileType: run.ftype === "COPY" ? undefined : tryFileType(run.ftype),
    ...(run.imatrix ? { imatrix: makeImatrix(golden) } : {}),
    ...(pure === undefined ? {} : { pure }),
    ...(quantizeOutput === undefined ? {} : { keepOutput: !quantizeOutput }),
    ...(ott === undefined ? {} : { outputType: resolveType(ott) }),
    ...(tet === undefined ? {} : { embeddingType: resolveType(tet) }),
    ...(tt === undefined
      ? {}
      : {
          overrides: tt.map(([pattern, type]) => ({ pattern: new RegExp(pattern), type: resolveType(type) })),
        }),
    ...(prune === undefined ? {} : { pruneLayers: prune }),
    ...(ov === undefined
      ? {}
      : {
          metadata: ov.map(([key, type, value]) =>
            parseMetadataOverride(`${key}=${overrideTypes[type]}:${value}`),
          ),
        }),
  };
}

const overrideTypes = { s: "str", i: "int", f: "float", b: "bool" } as const;

/** `2xf16 f32` → f16, f16, f32 */
export function expandTypes(runLengths: string): string[] {
  return runLengths.split(" ").flatMap((part) => {
    const [, count, type] = /^(?:(\d+)x)?(.+)$/.exec(part) ?? [];
    return Array<string>(Number(count ?? 1)).fill(type ?? "");
  });
}

/** The recordings spell types in lower case. */
function resolveType(name: string): TensorType {
  return tryTensorType(name) ?? resolveTensorType("f32");
}

function makeTensor({ dims, type }: SourceTensor, index: number): Uint8Array {
  const count = dims.reduce((product, dim) => product * dim, 1);
  return quantizeRows(type.name, makeWeights("normal", 1 + index, count, 1), count);
}

const imatrices = new WeakMap<RecipeGolden, Imatrix>();

/** Every tensor of two or more dimensions but the token embedding has an entry. */
function makeImatrix(golden: RecipeGolden): Imatrix {
  const known = imatrices.get(golden);
  if (known !== undefined) return known;
  const entries = new Map<string, Float32Array>();
  for (const [index, [name, dims]] of golden.input.tensors.entries()) {
    if (dims.length < 2 || !name.endsWith(".weight") || name === "token_embd.weight") continue;
    const length = (dims[0] ?? 1) * (dims[2] ?? 1);
    entries.set(name, makeImportance("lognorm", 1000 + index, length));
  }
  const imatrix = { path: "imatrix.gguf", datasets: ["calib.txt"], chunks: 2, entries };
  imatrices.set(golden, imatrix);
  return imatrix;
}

function makeValue(type: string, value: unknown): GgufValue {
  if (type === "arr" && Array.isArray(value)) {
    const [elementType, items] = value;
    return elementType === "str" ? stringArray(items) : numberArray(elementType, items);
  }
  if (type === "str") return { type: "string", value: String(value) };
  if (type === "bool") return { type: "bool", value: value === 1 || value === true };
  if (type === "f32") return { type: "f32", value: Number(value) };
  return { type: "u32", value: Number(value) };
}

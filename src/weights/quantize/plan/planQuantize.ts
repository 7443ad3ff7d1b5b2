import { MfError } from "../../../base/errors.js";
import { printable } from "../../../base/redact.js";
import type { GgufEntry } from "../../gguf/ggufValue.js";
import { type GgufLayout, layoutGguf, trimDims } from "../../gguf/layoutGguf.js";
import { architectureKey } from "../../gguf/metadata.js";
import { splitKeys } from "../../gguf/splitInfo.js";
import type { TensorType } from "../../gguf/tensorTypes.js";
import type { Imatrix } from "../imatrix/imatrix.js";
import { requiresImatrix } from "../imatrix/requiresImatrix.js";
import { tryBlockFormat } from "../kernels/reference/tryBlockFormat.js";
import { quantizeLimits } from "../limits.js";
import { type ModelFacts, readModelFacts, tryLayerCount } from "../recipe/modelFacts.js";
import { type PlannedType, planTensorTypes, type RecipeOptions } from "../recipe/planTensorTypes.js";
import { sortForOutput } from "../recipe/sortForOutput.js";
import type { SourceTensor, WeightModel } from "../weightSource.js";
import { planMetadata } from "./planMetadata.js";
import { pruneLayers } from "./pruneLayers.js";

export interface QuantizeOptions extends Omit<RecipeOptions, "hasImatrix"> {
  readonly imatrix?: Imatrix;
  /** Allows a quantized source, whose losses then add up. */
  readonly allowRequantize?: boolean;
  /** Metadata to set, in this order (llama-quantize's --override-kv). */
  readonly metadata?: readonly GgufEntry[];
  /** Numbers of the layers to drop; the others are renumbered. */
  readonly pruneLayers?: readonly number[];
  /** Keeps a split source in as many files. */
  readonly keepSplit?: boolean;
}

/** What happens to one tensor. */
export interface QuantizeStep {
  readonly source: SourceTensor;
  /** Its name in the output: another one when layers were dropped before its own. */
  readonly name: string;
  readonly to: TensorType;
  /** The type the recipe wanted when the row length does not allow it. */
  readonly fallbackFrom?: TensorType;
  /** One value per column, a row per expert; only for tensors that are converted. */
  readonly importance?: Float32Array;
}

export interface QuantizedFile {
  readonly layout: GgufLayout;
  /** One per tensor of the layout, in its order. */
  readonly steps: readonly QuantizeStep[];
}

export interface QuantizePlan {
  /** One, or as many as the source has with `keepSplit`. */
  readonly files: readonly QuantizedFile[];
  readonly sizeBytes: number;
}

/**
 * Everything about the output that is known before a weight is read: types, metadata, the bytes of the
 * header, offsets and sizes, as llama-quantize would write them. Pure; what cannot work fails here.
 */
export function planQuantize(model: WeightModel, options: QuantizeOptions): QuantizePlan {
  const facts = readFacts(model, options);
  const kept = pruneLayers(model, options.pruneLayers ?? []);
  const ordered = options.keepSplit ? kept : sortForOutput(kept);
  const types = planTensorTypes(
    { ...facts, tensors: ordered.map(({ name, source }) => ({ ...source, name })) },
    { ...options, hasImatrix: options.imatrix !== undefined },
  );
  const steps = ordered.map(({ name, source }, index) => planStep(name, source, types[index], options));
  const metadata = planMetadata(
    model,
    ordered.map(({ source }) => source),
    {
      fileType: options.fileType,
      overrides: options.metadata ?? [],
      imatrix: options.imatrix,
      layersLeft: options.pruneLayers?.length ? facts.layers - new Set(options.pruneLayers).size : undefined,
    },
  );
  const files = options.keepSplit ? splitFiles(steps, metadata) : [fileOf(steps, metadata)];
  return { files, sizeBytes: files.reduce((sum, file) => sum + file.layout.sizeBytes, 0) };
}

/** What the rules know of the model. Metadata that is set by the user counts before the source's, as in llama.cpp. */
function readFacts(model: WeightModel, options: QuantizeOptions): ModelFacts {
  const file = { metadata: [...(options.metadata ?? [])].reverse().concat(model.metadata) };
  const usesRules = options.fileType !== undefined && options.fileType.base.blockSize > 1 && !options.pure;
  if (!usesRules || tryLayerCount(file) !== undefined) return readModelFacts(file);
  const key = architectureKey(file, "block_count");
  throw new MfError("MF_E_QUANTIZE_MODEL", `the metadata has no layer count ("${printable(key)}")`, {
    hint: "The recipe goes by layers. Give every tensor the same type (pure), or set the key.",
    details: { key },
  });
}

function fileOf(steps: readonly QuantizeStep[], metadata: readonly GgufEntry[]): QuantizedFile {
  const tensors = steps.map(({ name, source, to }) => ({ name, dims: trimDims(source.dims), type: to }));
  return { layout: layoutGguf({ metadata, tensors }), steps };
}

/** The first part carries the model's metadata; every part says which it is. */
function splitFiles(steps: readonly QuantizeStep[], metadata: readonly GgufEntry[]): QuantizedFile[] {
  const count = 1 + Math.max(0, ...steps.map(({ source }) => source.part));
  if (count === 1) return [fileOf(steps, metadata)];
  return Array.from({ length: count }, (_, part) =>
    fileOf(
      steps.filter(({ source }) => source.part === part),
      [...(part === 0 ? metadata : []), ...splitMetadata(part, count, steps.length)],
    ),
  );
}

/** In llama-quantize's order, which is not gguf-split's. */
function splitMetadata(part: number, count: number, tensors: number): GgufEntry[] {
  return [
    { key: splitKeys.index, value: { type: "u16", value: part } },
    { key: splitKeys.count, value: { type: "u16", value: count } },
    { key: splitKeys.tensors, value: { type: "i32", value: tensors } },
  ];
}

function planStep(
  name: string,
  source: SourceTensor,
  planned: PlannedType | undefined,
  options: QuantizeOptions,
): QuantizeStep {
  const to = planned?.to ?? source.type;
  const fallback = planned?.fallbackFrom ? { fallbackFrom: planned.fallbackFrom } : {};
  if (to === source.type) return { source, name, to, ...fallback };
  checkConvertible(source, to, options.allowRequantize ?? false);
  const importance = findImportance(source, options.imatrix);
  if (importance === undefined && requiresImatrix(name, to.name, options.fileType?.name)) {
    failImatrixMissing(name, to, options.imatrix);
  }
  return { source, name, to, ...fallback, ...(importance === undefined ? {} : { importance }) };
}

function checkConvertible(source: SourceTensor, to: TensorType, allowRequantize: boolean): void {
  const shown = `tensor "${printable(source.name)}"`;
  const details = { tensor: source.name, from: source.type.name, to: to.name };
  if (source.type.blockSize > 1 && !allowRequantize) {
    throw new MfError("MF_E_QUANTIZE_REQUANTIZE", `${shown} is already quantized (${source.type.name})`, {
      hint: "Start from the F16, BF16 or F32 model, or allow requantizing and accept the added loss.",
      details,
    });
  }
  if (tryBlockFormat(source.type.name) === undefined) {
    const message = `${shown} is ${source.type.name}, which cannot be converted to ${to.name}`;
    throw new MfError("MF_E_QUANTIZE_TYPE", message, { details });
  }
  const rowLength = source.dims[0] ?? 1;
  if (rowLength > quantizeLimits.rowWeights) {
    const message = `${shown} has rows of ${rowLength} weights, the limit is ${quantizeLimits.rowWeights}`;
    throw new MfError("MF_E_QUANTIZE_SHAPE", message, { details });
  }
}

/** The tensor's importance values, a row per expert. A token embedding is looked up, not multiplied: its entry may be odd. */
function findImportance(source: SourceTensor, imatrix: Imatrix | undefined): Float32Array | undefined {
  const values = imatrix?.entries.get(source.name);
  if (imatrix === undefined || values === undefined) return undefined;
  const expected = (source.dims[0] ?? 1) * (source.dims[2] ?? 1);
  if (values.length === expected) return values;
  if (source.name === "token_embd.weight") return undefined;
  const message =
    `${printable(imatrix.path)} has ${values.length} values for "${printable(source.name)}", ` +
    `which has ${expected} input columns`;
  throw new MfError("MF_E_IMATRIX_MISMATCH", message, {
    hint: "The importance matrix was measured on another model.",
    details: { tensor: source.name, expected, got: values.length },
  });
}

function failImatrixMissing(name: string, to: TensorType, imatrix: Imatrix | undefined): never {
  const why = imatrix === undefined ? "there is none" : `${printable(imatrix.path)} has no entry for it`;
  const message = `tensor "${printable(name)}" can become ${to.name} only with an importance matrix, and ${why}`;
  throw new MfError("MF_E_IMATRIX_REQUIRED", message, {
    hint: "Measure one with llama-imatrix, or choose a type of three bits or more.",
    details: { tensor: name, type: to.name },
  });
}

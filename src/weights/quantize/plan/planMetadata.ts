import type { GgufEntry, GgufValue } from "../../gguf/ggufValue.js";
import { architectureKey, getUint } from "../../gguf/metadata.js";
import { withoutSplitKeys } from "../../gguf/splitInfo.js";
import type { TensorTypeName } from "../../gguf/tensorTypes.js";
import { readText, writeText } from "../../gguf/text.js";
import type { Imatrix } from "../imatrix/imatrix.js";
import { type FileType, guessFileTypeCode } from "../recipe/fileTypes.js";
import type { SourceTensor, WeightModel } from "../weightSource.js";

/** GGML_QNT_VERSION of ggml.h: the generation of block layouts. */
const quantizationVersion = 2;

/** Override values are C strings in 128 bytes (llama_model_kv_override, llama.h). */
export const overrideTextBytes = 127;

export interface MetadataChanges {
  /** `undefined` for a copy, which keeps the source's file type or guesses one. */
  readonly fileType: FileType | undefined;
  readonly overrides: readonly GgufEntry[];
  readonly imatrix: Imatrix | undefined;
  /** How many layers are left, when some are dropped. */
  readonly layersLeft: number | undefined;
}

/**
 * The metadata of the output: the source's in its order, where every key that is set anew moves to the
 * end, as in llama-quantize. `tensors` are in the order of the output.
 */
export function planMetadata(
  model: WeightModel,
  tensors: readonly SourceTensor[],
  changes: MetadataChanges,
): GgufEntry[] {
  const entries = new Map(withoutSplitKeys(model).map(({ key, value }) => [key, value]));
  const set = (key: string, value: GgufValue): void => {
    entries.delete(key);
    entries.set(key, value);
  };
  set("general.quantization_version", { type: "u32", value: quantizationVersion });
  set("general.file_type", { type: "u32", value: changes.fileType?.code ?? copiedFileType(model, tensors) });
  for (const { key, value } of changes.overrides) set(key, value);
  if (changes.imatrix) for (const { key, value } of imatrixEntries(changes.imatrix)) set(key, value);
  if (changes.layersLeft !== undefined) {
    set(architectureKey(model, "block_count"), { type: "u32", value: changes.layersLeft });
  }
  return [...entries].map(([key, value]) => ({ key, value }));
}

function copiedFileType(model: WeightModel, tensors: readonly SourceTensor[]): number {
  return getUint(model, "general.file_type") ?? guessFileTypeCode(mostCommonType(tensors));
}

/** Of equally common types the one that got there first, as llama.cpp's loader counts. */
function mostCommonType(tensors: readonly SourceTensor[]): TensorTypeName {
  const counts = new Map<TensorTypeName, number>();
  let most: TensorTypeName = "f32";
  let mostCount = 0;
  for (const { type } of tensors) {
    const count = (counts.get(type.name) ?? 0) + 1;
    counts.set(type.name, count);
    if (count > mostCount) {
      most = type.name;
      mostCount = count;
    }
  }
  return most;
}

function imatrixEntries(imatrix: Imatrix): GgufEntry[] {
  const entries: GgufEntry[] = [{ key: "quantize.imatrix.file", value: shortText(imatrix.path) }];
  const [dataset] = imatrix.datasets;
  if (dataset !== undefined) entries.push({ key: "quantize.imatrix.dataset", value: shortText(dataset) });
  entries.push({
    key: "quantize.imatrix.entries_count",
    value: { type: "u32", value: imatrix.entries.size },
  });
  if (imatrix.chunks) {
    entries.push({ key: "quantize.imatrix.chunks_count", value: { type: "u32", value: imatrix.chunks } });
  }
  return entries;
}

function shortText(text: string): GgufValue {
  return { type: "string", value: readText(writeText(text).subarray(0, overrideTextBytes)) };
}

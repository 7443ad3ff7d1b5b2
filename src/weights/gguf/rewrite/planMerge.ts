import type { GgufEntry } from "../ggufValue.js";
import type { GgufModel } from "../joinParts.js";
import { splitKeys, withoutSplitKeys } from "../splitInfo.js";
import { type CopyPlan, planCopy, requireLittleEndian } from "./planCopy.js";

export interface MergeOptions {
  /**
   * `dropped` (the default): the file is what it was before it was split. `as gguf-split`: that tool
   * leaves its keys behind with a count of 0; for byte equality with it.
   */
  readonly splitKeys?: "dropped" | "as gguf-split";
}

/** All parts of a model in one file. */
export function planMerge(model: GgufModel, options: MergeOptions = {}): CopyPlan {
  requireLittleEndian(model.parts);
  return planCopy(mergedMetadata(model, options), model.tensors);
}

function mergedMetadata(model: GgufModel, options: MergeOptions): readonly GgufEntry[] {
  const first = model.parts[0] ?? model;
  if (options.splitKeys !== "as gguf-split") return withoutSplitKeys(first);
  const kept = first.metadata.filter(({ key }) => key !== splitKeys.count);
  return [...kept, { key: splitKeys.count, value: { type: "u16", value: 0 } }];
}

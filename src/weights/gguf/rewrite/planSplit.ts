import { alignUp } from "../../../base/bytes.js";
import { MfError } from "../../../base/errors.js";
import { defaultAlignment } from "../ggufHeader.js";
import type { GgufModel, ModelTensor } from "../joinParts.js";
import { ggufLimits } from "../limits.js";
import { splitEntries, withoutSplitKeys } from "../splitInfo.js";
import { type CopyPlan, planCopy, requireLittleEndian } from "./planCopy.js";

export type SplitRule =
  | { readonly kind: "tensors"; readonly maxTensors: number }
  /** Tensor data only, each tensor padded: the header comes on top, as with gguf-split. */
  | { readonly kind: "size"; readonly maxBytes: number };

export interface SplitOptions {
  /** The first part holds metadata only. */
  readonly noTensorFirst?: boolean;
}

/** The parts of a model in their order; part `i` of `n` is written under `printSplitName`'s name. */
export function planSplit(model: GgufModel, rule: SplitRule, options: SplitOptions = {}): CopyPlan[] {
  requireLittleEndian(model.parts);
  checkRule(rule);
  const groups = groupTensors(model.tensors, rule);
  if (options.noTensorFirst) groups.unshift([]);
  if (groups.length > ggufLimits.parts) {
    throw new MfError(
      "MF_E_GGUF_SPLIT",
      `that makes ${groups.length} parts, the limit is ${ggufLimits.parts}`,
    );
  }
  const metadata = withoutSplitKeys(model);
  return groups.map((tensors, index) => {
    const own = splitEntries(index, groups.length, model.tensors.length);
    return planCopy(index === 0 ? [...metadata, ...own] : own, tensors);
  });
}

function checkRule(rule: SplitRule): void {
  const limit = rule.kind === "size" ? rule.maxBytes : rule.maxTensors;
  if (Number.isSafeInteger(limit) && limit > 0) return;
  throw new MfError("MF_E_GGUF_SPLIT", `the limit of a part must be a positive whole number, not ${limit}`);
}

/** A part is full when the next tensor would exceed the rule. A tensor larger than the limit gets its own. */
function groupTensors(tensors: readonly ModelTensor[], rule: SplitRule): ModelTensor[][] {
  const groups: ModelTensor[][] = [];
  let group: ModelTensor[] = [];
  let groupBytes = 0;
  for (const tensor of tensors) {
    const paddedBytes = alignUp(tensor.sizeBytes, defaultAlignment);
    const isFull =
      rule.kind === "size" ? groupBytes + paddedBytes > rule.maxBytes : group.length >= rule.maxTensors;
    if (isFull && group.length > 0) {
      groups.push(group);
      group = [];
      groupBytes = 0;
    }
    group.push(tensor);
    groupBytes += paddedBytes;
  }
  return [...groups, group];
}

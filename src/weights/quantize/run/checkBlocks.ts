import { MfError } from "../../../base/errors.js";
import { printable } from "../../../base/redact.js";
import type { QuantizeStep } from "../plan/planQuantize.js";
import type { SourceTensor } from "../weightSource.js";
import type { RowGroup } from "./rowGroups.js";
import { findInvalidBlock } from "./validBlocks.js";

/** Refuses NaN and infinity in the source, in copied tensors too: no model means them. */
export function checkSourceBlocks(
  label: string,
  tensor: SourceTensor,
  group: RowGroup,
  bytes: Uint8Array,
): void {
  const block = findInvalidBlock(tensor.type, bytes);
  if (block === undefined) return;
  const index = group.firstWeight + block * tensor.type.blockSize;
  const message = `${printable(label)}: tensor "${printable(tensor.name)}" has NaN or infinity at weight ${index}`;
  throw new MfError("MF_E_QUANTIZE_NOT_FINITE", message, {
    hint: "The model is damaged, or its training diverged: get the weights again.",
    details: { tensor: tensor.name, index },
  });
}

/** Refuses blocks whose scale does not fit the float16 that the type has for it. */
export function checkTargetBlocks(step: QuantizeStep, group: RowGroup, packed: Uint8Array): void {
  const block = findInvalidBlock(step.to, packed);
  if (block === undefined) return;
  const index = group.firstWeight + block * step.to.blockSize;
  const where = `tensor "${printable(step.source.name)}" near weight ${index}`;
  throw new MfError("MF_E_QUANTIZE_RANGE", `${where} is too large for ${step.to.name}`, {
    hint: "Give this tensor a type of wider range, such as bf16 or f32.",
    details: { tensor: step.source.name, index, type: step.to.name },
  });
}

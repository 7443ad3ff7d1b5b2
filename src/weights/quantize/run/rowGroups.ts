import { countElements } from "../../gguf/ggufHeader.js";
import { quantizeLimits } from "../limits.js";
import type { SourceTensor } from "../weightSource.js";

/** A run of a tensor's weights that is in memory at a time. */
export interface RowGroup {
  readonly firstWeight: number;
  readonly weights: number;
  /** Which matrix of the tensor the rows belong to; matrices of expert tensors are one per expert. */
  readonly matrix: number;
}

/**
 * Cuts a tensor into groups of whole rows within one matrix (importance differs between experts), or,
 * for a tensor that is only copied, of whole blocks.
 */
export function* rowGroups(tensor: SourceTensor, byRows: boolean): Generator<RowGroup> {
  const total = countElements(tensor.dims);
  if (total === 0) return;
  const unit = byRows ? (tensor.dims[0] ?? 1) : tensor.type.blockSize;
  const matrixWeights = byRows ? unit * (tensor.dims[1] ?? 1) : total;
  const groupWeights = unit * Math.max(1, Math.floor(quantizeLimits.groupWeights / unit));
  for (let start = 0; start < total; start += matrixWeights) {
    const end = start + matrixWeights;
    for (let firstWeight = start; firstWeight < end; firstWeight += groupWeights) {
      yield {
        firstWeight,
        weights: Math.min(groupWeights, end - firstWeight),
        matrix: start / matrixWeights,
      };
    }
  }
}

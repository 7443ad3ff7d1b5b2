import { MfError } from "../../../base/errors.js";
import { resolveTensorType, type TensorType, type TensorTypeName } from "../../gguf/tensorTypes.js";

/** The shape of what one call packs. */
export interface RowPlan {
  readonly type: TensorType;
  readonly rows: number;
  readonly rowLength: number;
  readonly packedBytes: number;
}

/** Checks that `weights` weights in rows of `rowLength` can be packed, and how large the result is. */
export function planRows(
  typeName: TensorTypeName,
  weights: number,
  rowLength: number,
  importance: Float32Array | undefined,
): RowPlan {
  const type = resolveTensorType(typeName);
  if (!(rowLength > 0) || rowLength % type.blockSize !== 0 || weights % rowLength !== 0) {
    const message =
      `${weights} weights in rows of ${rowLength} do not pack as ${typeName}: ` +
      `a row must be a whole number of blocks of ${type.blockSize} weights`;
    throw new MfError("MF_E_QUANTIZE_SHAPE", message, { details: { type: typeName, rowLength, weights } });
  }
  if (importance !== undefined && importance.length !== rowLength) {
    const message = `${importance.length} importance values do not fit rows of ${rowLength} weights`;
    throw new MfError("MF_E_QUANTIZE_SHAPE", message, { details: { type: typeName, rowLength } });
  }
  return {
    type,
    rows: weights / rowLength,
    rowLength,
    packedBytes: (weights / type.blockSize) * type.blockBytes,
  };
}

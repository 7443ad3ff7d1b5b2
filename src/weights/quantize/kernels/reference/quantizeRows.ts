import { MfError } from "../../../../base/errors.js";
import type { TensorTypeName } from "../../../gguf/tensorTypes.js";
import type { BlockFormat } from "./blockFormat.js";
import { tryBlockFormat } from "./tryBlockFormat.js";

/**
 * Packs whole rows of `rowLength` weights as ggml does on x86-64, byte for byte. `importance` holds one
 * weight per column and counts only for the types that use one.
 */
export function quantizeRows(
  type: TensorTypeName,
  source: Float32Array,
  rowLength: number,
  importance?: Float32Array,
): Uint8Array {
  const format = resolveBlockFormat(type);
  checkRows(type, format, source.length, rowLength);
  if (importance !== undefined && importance.length !== rowLength) {
    const message = `${importance.length} importance values do not fit rows of ${rowLength} weights`;
    throw new MfError("MF_E_QUANTIZE_SHAPE", message, { details: { type, rowLength } });
  }
  const rowBytes = (rowLength / format.blockWeights) * format.blockBytes;
  const rows = source.length / rowLength;
  const out = new Uint8Array(rows * rowBytes);
  for (let row = 0; row < rows; row++) {
    const weights = source.subarray(row * rowLength, (row + 1) * rowLength);
    format.quantizeRow(weights, out.subarray(row * rowBytes, (row + 1) * rowBytes), importance);
  }
  return out;
}

/** Unpacks whole blocks to float32, with the roundings of ggml's `dequantize_row_*`. */
export function dequantizeRows(type: TensorTypeName, packed: Uint8Array): Float32Array {
  const format = resolveBlockFormat(type);
  const { blockBytes, blockWeights } = format;
  if (packed.length % blockBytes !== 0) {
    const message = `${packed.length} bytes are not a whole number of ${type} blocks of ${blockBytes} bytes`;
    throw new MfError("MF_E_QUANTIZE_SHAPE", message, { details: { type } });
  }
  const weights = new Float32Array((packed.length / blockBytes) * blockWeights);
  for (let at = 0, weightAt = 0; at < packed.length; at += blockBytes, weightAt += blockWeights) {
    format.dequantizeBlock(packed, at, weights, weightAt);
  }
  return weights;
}

function resolveBlockFormat(type: TensorTypeName): BlockFormat {
  const format = tryBlockFormat(type);
  if (format !== undefined) return format;
  throw new MfError("MF_E_QUANTIZE_TYPE", `the reference kernel cannot convert the tensor type ${type}`, {
    hint: "IQ1, IQ2 and IQ3 need ggml's own library, which comes with node-llama-cpp.",
    details: { type },
  });
}

function checkRows(type: TensorTypeName, format: BlockFormat, weights: number, rowLength: number): void {
  const isWhole = rowLength > 0 && rowLength % format.blockWeights === 0 && weights % rowLength === 0;
  if (isWhole) return;
  const message =
    `${weights} weights in rows of ${rowLength} do not pack as ${type}: ` +
    `a row must be a whole number of blocks of ${format.blockWeights} weights`;
  throw new MfError("MF_E_QUANTIZE_SHAPE", message, { details: { type, rowLength, weights } });
}

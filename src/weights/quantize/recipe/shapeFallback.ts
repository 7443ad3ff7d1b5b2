import { MfError } from "../../../base/errors.js";
import { printable } from "../../../base/redact.js";
import { resolveTensorType, type TensorType, type TensorTypeName } from "../../gguf/tensorTypes.js";

/** What replaces a type whose blocks do not divide the tensor's rows (llama-quant.cpp v0.5.0). */
const fallbacks: Partial<Record<TensorTypeName, TensorTypeName>> = {
  iq1_s: "iq4_nl",
  iq1_m: "iq4_nl",
  iq2_xxs: "iq4_nl",
  iq2_xs: "iq4_nl",
  iq2_s: "iq4_nl",
  iq3_xxs: "iq4_nl",
  iq3_s: "iq4_nl",
  iq4_xs: "iq4_nl",
  q2_0: "q4_0",
  q2_K: "q4_0",
  q3_K: "q4_0",
  tq1_0: "q4_0",
  tq2_0: "q4_0",
  q4_K: "q5_0",
  q5_K: "q5_1",
  q6_K: "q8_0",
};

/** Block types of 32 weights that have no smaller substitute and go straight to f16. */
const smallestBlock = 32;

/** The type that a tensor with rows of `rowLength` weights can have when it should be `wanted`. */
export function resolveShapeFallback(wanted: TensorType, rowLength: number, tensorName: string): TensorType {
  if (rowLength % wanted.blockSize === 0) return wanted;
  const substitute = fallbacks[wanted.name];
  if (substitute === undefined && wanted.blockSize > smallestBlock) {
    const shape = `"${printable(tensorName)}" has rows of ${rowLength} weights`;
    const message = `${shape}, which ${wanted.name} blocks of ${wanted.blockSize} do not divide, and ${wanted.name} has no substitute`;
    throw new MfError("MF_E_QUANTIZE_SHAPE", message, {
      hint: "Name another type for this tensor, or choose another file type.",
      details: { tensor: tensorName, rowLength, type: wanted.name },
    });
  }
  const type = resolveTensorType(substitute ?? wanted.name);
  return rowLength % type.blockSize === 0 ? type : resolveTensorType("f16");
}

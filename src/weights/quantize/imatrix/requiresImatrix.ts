import type { TensorTypeName } from "../../gguf/tensorTypes.js";
import type { FileTypeName } from "../recipe/fileTypes.js";
import { detectCategory } from "../recipe/tensorNames.js";

/** Types so coarse that ggml refuses to make them blindly (llama-quant.cpp v0.5.0). */
const always: ReadonlySet<TensorTypeName> = new Set([
  "iq3_xxs",
  "iq2_xxs",
  "iq2_xs",
  "iq2_s",
  "iq1_m",
  "iq1_s",
]);

/** Whether the tensor may become `type` only with measured importance. */
export function requiresImatrix(
  tensorName: string,
  type: TensorTypeName,
  fileType: FileTypeName | undefined,
): boolean {
  const category = detectCategory(tensorName);
  if (category === "output" || category === "token-embedding") return false;
  return always.has(type) || (type === "q2_K" && fileType === "Q2_K_S");
}

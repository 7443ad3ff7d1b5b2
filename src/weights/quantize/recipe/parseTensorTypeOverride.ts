import { MfError } from "../../../base/errors.js";
import { printable } from "../../../base/redact.js";
import { tryTensorType } from "../../gguf/tensorTypes.js";
import type { TensorTypeOverride } from "./planTensorTypes.js";

/**
 * One `REGEX=TYPE` of llama-quantize's --tensor-type. The pattern is lower-cased, as there: tensor
 * names are lower case, and scripts write layers as they like.
 */
export function parseTensorTypeOverride(text: string): TensorTypeOverride {
  const [, pattern, name] = /^(.+)=([^=]+)$/s.exec(text) ?? [];
  if (pattern === undefined || name === undefined) {
    fail(text, "is not REGEX=TYPE", "For example: attn_v=q8_0");
  }
  const type = tryTensorType(name);
  if (type === undefined) fail(text, `names "${printable(name)}", which is not a tensor type`);
  try {
    return { pattern: new RegExp(pattern.toLowerCase()), type };
  } catch (cause) {
    return fail(text, "does not start with a regular expression", undefined, cause);
  }
}

/** The same, any number of them with white space between (--tensor-type-file). */
export function parseTensorTypeOverrides(text: string): TensorTypeOverride[] {
  return text
    .split(/\s+/)
    .filter((part) => part !== "")
    .map(parseTensorTypeOverride);
}

function fail(text: string, what: string, hint?: string, cause?: unknown): never {
  throw new MfError("MF_E_TENSOR_TYPE_OVERRIDE", `"${printable(text)}" ${what}`, {
    ...(hint === undefined ? {} : { hint }),
    ...(cause === undefined ? {} : { cause }),
  });
}

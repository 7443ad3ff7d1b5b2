import { MfError } from "../../../base/errors.js";
import { printable } from "../../../base/redact.js";
import type { GgufEntry } from "../ggufValue.js";
import type { ModelTensor } from "../joinParts.js";
import { type GgufLayout, layoutGguf } from "../layoutGguf.js";
import type { GgufFile } from "../readGguf.js";

/** A file made of tensors that exist: only their places change, and the header. */
export interface CopyPlan {
  readonly layout: GgufLayout;
  /** Where the bytes of each of the layout's tensors come from, in the same order. */
  readonly tensors: readonly ModelTensor[];
}

export function planCopy(metadata: readonly GgufEntry[], tensors: readonly ModelTensor[]): CopyPlan {
  return { layout: layoutGguf({ metadata, tensors }), tensors };
}

/** Weights are copied as they are, and what is written is little-endian. */
export function requireLittleEndian(parts: readonly GgufFile[]): void {
  const big = parts.find((part) => part.byteOrder === "big");
  if (big === undefined) return;
  throw new MfError(
    "MF_E_GGUF_BYTE_ORDER",
    `${printable(big.label)} is big-endian: its weights cannot be copied`,
    {
      hint: "llama.cpp's gguf_convert_endian.py turns the file round.",
      details: { path: big.label },
    },
  );
}

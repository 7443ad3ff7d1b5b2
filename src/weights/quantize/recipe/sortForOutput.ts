import { writeText } from "../../gguf/text.js";
import { tryLayerOf } from "./tensorNames.js";

/**
 * The order in which llama-quantize writes tensors: those outside of layers first, then layer by layer,
 * each time by the bytes of the names.
 */
export function sortForOutput<T extends { readonly name: string }>(tensors: readonly T[]): T[] {
  const keyed = tensors.map((tensor) => ({
    tensor,
    layer: tryLayerOf(tensor.name) ?? -1,
    bytes: writeText(tensor.name),
  }));
  keyed.sort((a, b) => a.layer - b.layer || Buffer.compare(a.bytes, b.bytes));
  return keyed.map(({ tensor }) => tensor);
}

import type { GgufEntry } from "../../weights/gguf/ggufValue.js";
import { countParameters } from "../../weights/gguf/inspect/parameterCount.js";
import type { GgufModel, ModelTensor } from "../../weights/gguf/joinParts.js";
import { layoutGguf } from "../../weights/gguf/layoutGguf.js";
import { type CopyPlan, requireLittleEndian } from "../../weights/gguf/rewrite/planCopy.js";
import { tryLayerOf } from "../../weights/quantize/recipe/tensorNames.js";

/**
 * A projector from before projectors had types, written again as Ollama v0.33's own writer does it (fs/ggml WriteGGUF):
 * keys and tensors sorted, the count of parameters that its reader puts in, nothing behind the last tensor.
 */
export function describeProjector(model: GgufModel): CopyPlan {
  requireLittleEndian(model.parts);
  const metadata = sortByBytes(
    [
      ...model.metadata.filter(({ key }) => key !== "general.parameter_count"),
      text("clip.projector_type", "mlp"),
      {
        key: "general.parameter_count",
        value: { type: "u64", value: BigInt(countParameters(model.tensors)) },
      } as const,
    ],
    ({ key }) => key,
  );
  const tensors = sortByBytes(model.tensors, ({ name }) => name).sort((a, b) => layerOf(a) - layerOf(b));
  return { layout: layoutGguf({ metadata, tensors, trailingPadding: false }), tensors };
}

function text(key: string, value: string): GgufEntry {
  return { key, value: { type: "string", value } };
}

function sortByBytes<T>(items: readonly T[], name: (item: T) => string): T[] {
  return [...items].sort((a, b) => Buffer.compare(Buffer.from(name(a)), Buffer.from(name(b))));
}

/** Layers first, what lies outside of them last. */
function layerOf({ name }: ModelTensor): number {
  return tryLayerOf(name) ?? Number.MAX_SAFE_INTEGER;
}

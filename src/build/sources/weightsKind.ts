import {
  architectureKey,
  getArchitecture,
  getBoolean,
  getString,
  getUint,
  type HasMetadata,
} from "../../weights/gguf/metadata.js";

/** What a GGUF file is in a model. */
export type WeightsKind = "model" | "adapter" | "projector" | "draft";

/** Ollama v0.33's rule; what a DRAFT line names is a draft model whatever its header says. */
export function detectWeightsKind(header: HasMetadata): Exclude<WeightsKind, "draft"> {
  const type = getString(header, "general.type");
  if (type === "adapter") return "adapter";
  if (type === "projector" || type === "mmproj") return "projector";
  const layers = (name: string): number => getUint(header, architectureKey(header, name)) ?? 0;
  if (layers("block_count") > 0) return "model";
  if (layers("vision.block_count") > 0) return "projector";
  const encodes = (name: string): boolean => getBoolean(header, `clip.${name}`) === true;
  const isClip = getArchitecture(header) === "clip";
  return isClip && (encodes("has_vision_encoder") || encodes("has_audio_encoder")) ? "projector" : "model";
}

/**
 * Names of tensors that belong to a part of a model other than its text part, in the single files that Ollama's own
 * converter made. Plain llama.cpp tools drop or refuse them, so such a file is never rewritten.
 */
const embeddedPrefixes = ["a.", "mm.", "mtp.", "s.", "v."] as const;

export function isEmbeddedTensor({ name }: { readonly name: string }): boolean {
  return embeddedPrefixes.some((prefix) => name.startsWith(prefix));
}

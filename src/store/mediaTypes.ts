/** What a layer holds. `prompt` and `embed` are read from old models and never written. */
export type LayerKind =
  | "model"
  | "adapter"
  | "projector"
  | "draft"
  | "template"
  | "prompt"
  | "system"
  | "params"
  | "messages"
  | "license"
  | "embed"
  | "tensor"
  | "json";

// Ollama v0.33.
export const manifestMediaType = "application/vnd.docker.distribution.manifest.v2+json";
export const configMediaType = "application/vnd.docker.container.image.v1+json";
const layerPrefix = "application/vnd.ollama.image.";

const layerKinds: ReadonlySet<string> = new Set<LayerKind>([
  "model",
  "adapter",
  "projector",
  "draft",
  "template",
  "prompt",
  "system",
  "params",
  "messages",
  "license",
  "embed",
  "tensor",
  "json",
]);

export function mediaTypeOf(kind: LayerKind): string {
  return layerPrefix + kind;
}

/** The kind of a layer, or undefined for a media type that Ollama keeps and does not read. */
export function tryLayerKind(mediaType: string): LayerKind | undefined {
  if (!mediaType.startsWith(layerPrefix)) return undefined;
  const kind = mediaType.slice(layerPrefix.length);
  return isLayerKind(kind) ? kind : undefined;
}

function isLayerKind(kind: string): kind is LayerKind {
  return layerKinds.has(kind);
}

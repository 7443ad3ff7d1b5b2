import type { Digest } from "../../base/digest.js";
import type { ModelName } from "../../base/modelName.js";
import { printShortestModelName } from "../../base/modelName.js";
import { openBlob, readBlob } from "../../store/blobs.js";
import { blobPathOf, type Store } from "../../store/layout.js";
import { type Layer, layersOfKind } from "../../store/manifest.js";
import { readModel, type StoredModel } from "../../store/manifests.js";
import type { LayerKind } from "../../store/mediaTypes.js";
import { type ModelConfig, maxConfigBytes, parseModelConfig } from "../../store/modelConfig.js";
import {
  maxTextLayerBytes,
  parseMessages,
  parseParams,
  type StoredMessage,
  type StoredParams,
} from "../../store/textLayers.js";
import { type GgufFile, readGguf } from "../../weights/gguf/readGguf.js";

/** A model of the store as it is going to be used: of layers that can be there once only, the last. */
export interface ModelDetails {
  readonly store: Store;
  readonly stored: StoredModel;
  readonly config: ModelConfig;
  readonly template: string | undefined;
  readonly system: string;
  readonly licenses: readonly string[];
  readonly params: StoredParams;
  readonly messages: readonly StoredMessage[];
  readonly model: WeightsDetails | undefined;
  readonly draft: WeightsDetails | undefined;
  readonly adapters: readonly WeightsDetails[];
  readonly projectors: readonly WeightsDetails[];
}

export interface WeightsDetails {
  readonly layer: Layer;
  readonly path: string;
  /** Undefined for adapters and drafts, whose headers nothing here asks for. */
  readonly header: GgufFile | undefined;
}

export async function readModelDetails(store: Store, name: ModelName): Promise<ModelDetails> {
  const stored = await readModel(store, name);
  const of = (kind: LayerKind): readonly Layer[] => layersOfKind(stored.manifest, kind);
  const texts = (kind: LayerKind): Promise<string[]> =>
    Promise.all(of(kind).map(({ digest }) => readText(store, digest)));
  const weights = (kind: LayerKind, withHeader: boolean): Promise<WeightsDetails[]> =>
    Promise.all(of(kind).map((layer) => readWeights(store, layer, withHeader)));
  const { digest } = stored.manifest.config;
  const config = parseModelConfig(
    await readBlob(store, digest, maxConfigBytes),
    printShortestModelName(stored.name),
  );
  const isGguf = (config.modelFormat ?? "gguf") === "gguf";
  const templates = [...(await texts("template")), ...(await texts("prompt"))];
  const params = await Promise.all(
    of("params").map(async (layer) => parseParams(await readBytes(store, layer.digest))),
  );
  const messages = await Promise.all(
    of("messages").map(async (layer) => parseMessages(await readBytes(store, layer.digest))),
  );
  return {
    store,
    stored,
    config,
    template: templates.at(-1),
    system: (await texts("system")).at(-1) ?? "",
    licenses: await texts("license"),
    params: Object.assign({}, ...params),
    messages: messages.at(-1) ?? [],
    model: (await weights("model", isGguf)).at(-1),
    draft: (await weights("draft", false)).at(-1),
    adapters: await weights("adapter", false),
    projectors: await weights("projector", isGguf),
  };
}

async function readWeights(store: Store, layer: Layer, withHeader: boolean): Promise<WeightsDetails> {
  const path = blobPathOf(store, layer.digest);
  if (!withHeader) return { layer, path, header: undefined };
  const source = await openBlob(store, layer.digest, layer.sizeBytes);
  try {
    return { layer, path, header: await readGguf(source) };
  } finally {
    await source.close();
  }
}

function readBytes(store: Store, digest: Digest): Promise<Uint8Array> {
  return readBlob(store, digest, maxTextLayerBytes);
}

async function readText(store: Store, digest: Digest): Promise<string> {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(await readBytes(store, digest));
}

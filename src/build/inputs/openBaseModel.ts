import { MfError } from "../../base/errors.js";
import { detectModelNameProblem, type ModelName, printShortestModelName } from "../../base/modelName.js";
import { parseModelReference } from "../../base/modelReference.js";
import { printable } from "../../base/redact.js";
import { openBlob, readBlob } from "../../store/blobs.js";
import { blobPathOf, type Store } from "../../store/layout.js";
import { type Layer, layersOfKind } from "../../store/manifest.js";
import { type StoredModel, tryReadModel } from "../../store/manifests.js";
import { tryLayerKind } from "../../store/mediaTypes.js";
import { type ModelConfig, maxConfigBytes, parseModelConfig } from "../../store/modelConfig.js";
import { maxTextLayerBytes, parseParams, type StoredParams } from "../../store/textLayers.js";
import { closeWeights, type OpenWeights, openWeightBlob } from "./openWeights.js";

/** The model that a FROM line names, its small layers read and its weights open. */
export interface BaseModel {
  readonly name: ModelName;
  readonly stored: StoredModel;
  readonly config: ModelConfig;
  readonly layers: readonly BaseLayer[];
  /** Of every params layer, in order. */
  readonly params: readonly StoredParams[];
}

export interface BaseLayer {
  readonly layer: Layer;
  /** Of GGUF layers that the config speaks about. */
  readonly weights: OpenWeights | undefined;
}

export async function openBaseModel(store: Store, from: string): Promise<BaseModel> {
  const stored = await findModel(store, from);
  const label = printShortestModelName(stored.name);
  const config = parseModelConfig(
    await readBlob(store, stored.manifest.config.digest, maxConfigBytes),
    label,
  );
  const params: StoredParams[] = [];
  for (const { digest } of layersOfKind(stored.manifest, "params")) {
    params.push(parseParams(await readBlob(store, digest, maxTextLayerBytes)));
  }
  return { name: stored.name, stored, config, params, layers: await openLayers(store, stored) };
}

async function findModel(store: Store, from: string): Promise<StoredModel> {
  const { name, base } = parseModelReference(from);
  if (detectModelNameProblem(name) !== undefined) {
    throw new MfError(
      "MF_E_FROM_NOT_FOUND",
      `FROM ${printable(from)}: no such file, and no model can be called that`,
      {
        hint: "Paths are relative to the Modelfile's folder.",
        details: { from },
      },
    );
  }
  const stored = await tryReadModel(store, name);
  if (stored !== undefined) return stored;
  throw new MfError(
    "MF_E_FROM_NOT_FOUND",
    `FROM ${printable(from)}: neither a file nor a model of the store`,
    {
      hint: `Fetch the model with \`mf pull ${printable(base)}\`, or correct the path. The store is ${store.root}.`,
      details: { from, store: store.root },
    },
  );
}

async function openLayers(store: Store, { manifest }: StoredModel): Promise<BaseLayer[]> {
  const layers: BaseLayer[] = [];
  try {
    for (const layer of manifest.layers) layers.push({ layer, weights: await tryOpenLayer(store, layer) });
  } catch (error) {
    await closeBaseModel({ layers });
    throw error;
  }
  return layers;
}

async function tryOpenLayer(store: Store, layer: Layer): Promise<OpenWeights | undefined> {
  const kind = tryLayerKind(layer.mediaType);
  if (kind !== "model" && kind !== "draft") return undefined;
  const source = await openBlob(store, layer.digest, layer.sizeBytes);
  await source.close();
  const { digest, sizeBytes } = layer;
  return await openWeightBlob(blobPathOf(store, digest), { digest, sizeBytes }, kind);
}

export async function closeBaseModel({ layers }: Pick<BaseModel, "layers">): Promise<void> {
  await closeWeights(layers.flatMap(({ weights }) => weights ?? []));
}

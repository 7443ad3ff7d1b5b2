import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { isDigest } from "../../base/digest.js";
import {
  isValidModelName,
  parseModelName,
  printShortestModelName,
  tryModelNameOfPath,
} from "../../base/modelName.js";
import type { ModelFact } from "../../language/lint/modelPeek.js";
import { blobPathOf, manifestFileOf, openStore, type Store } from "../../store/layout.js";
import { layersOfKind, type Manifest, maxManifestBytes, parseManifest } from "../../store/manifest.js";
import { type ModelConfig, maxConfigBytes, parseModelConfig } from "../../store/modelConfig.js";
import { maxTextLayerBytes, parseParams } from "../../store/textLayers.js";
import { tryPeekGguf } from "./peekGguf.js";

/** What the store says about a model, for lint; undefined when it is not there or cannot be read. */
export function tryPeekModel(root: string, name: string): ModelFact | undefined {
  try {
    const parsed = parseModelName(name);
    if (!isValidModelName(parsed)) return undefined;
    const store = openStore(root);
    const path = manifestFileOf(store, parsed);
    if (statSync(path).size > maxManifestBytes) return undefined;
    const manifest = parseManifest(readFileSync(path), name);
    const model = pathOfLast(store, manifest, "model");
    const gguf = model === undefined ? undefined : tryPeekGguf(model);
    const { renderer, parser } = readConfig(store, manifest.config.digest, name);
    return {
      ...(renderer ? { renderer } : {}),
      ...(parser ? { parser } : {}),
      hasTemplate: layersOfKind(manifest, "template").length > 0,
      stops: readStops(pathOfLast(store, manifest, "params")),
      ...(gguf ? { architecture: gguf.architecture } : {}),
      ...(gguf?.contextLength === undefined ? {} : { contextLength: gguf.contextLength }),
    };
  } catch {
    // A broken store is not the Modelfile's fault; `mf doctor` and `mf verify` talk about it.
    return undefined;
  }
}

function pathOfLast(store: Store, manifest: Manifest, kind: "model" | "params"): string | undefined {
  const digest = layersOfKind(manifest, kind).at(-1)?.digest;
  return digest !== undefined && isDigest(digest) ? blobPathOf(store, digest) : undefined;
}

function readConfig(store: Store, digest: string, label: string): ModelConfig {
  const path = isDigest(digest) ? blobPathOf(store, digest) : undefined;
  if (path === undefined || statSync(path).size > maxConfigBytes) return {};
  return parseModelConfig(readFileSync(path), label);
}

function readStops(path: string | undefined): string[] {
  if (path === undefined || statSync(path).size > maxTextLayerBytes) return [];
  const { stop } = parseParams(readFileSync(path));
  return Array.isArray(stop) ? stop.filter((one): one is string => typeof one === "string") : [];
}

/** A store with more models than this is completed in part. */
const maxModels = 5000;

/** The names of the models in the store, as a Modelfile would write them. */
export function listModelNames(root: string): readonly string[] {
  const names: string[] = [];
  const visit = (folder: string, parts: readonly string[]): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (names.length >= maxModels) return;
      const path = [...parts, entry.name];
      if (path.length < 4 && entry.isDirectory()) visit(join(folder, entry.name), path);
      const name = path.length === 4 && entry.isFile() ? tryModelNameOfPath(path) : undefined;
      if (name) names.push(printShortestModelName(name));
    }
  };
  try {
    visit(openStore(root).manifests, []);
  } catch {
    // No store yet, or one that cannot be read: nothing to complete.
  }
  return names.sort();
}

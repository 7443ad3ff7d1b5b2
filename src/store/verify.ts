import type { Digest } from "../base/digest.js";
import { printShortestModelName } from "../base/modelName.js";
import { ignoreProgress, type OnProgress } from "../base/progress.js";
import { tryStatBlob } from "./blobs.js";
import { hashFile } from "./importBlob.js";
import { blobPathOf, type Store } from "./layout.js";
import { blobsOf, type Layer } from "./manifest.js";
import { listModels, type StoredModel } from "./manifests.js";

/** What is wrong with a blob that a model needs. */
export type BlobProblem =
  | { readonly kind: "missing" }
  | { readonly kind: "wrongSize"; readonly foundBytes: number }
  | { readonly kind: "wrongDigest"; readonly found: Digest };

export interface DamagedBlob {
  readonly digest: Digest;
  readonly sizeBytes: number;
  readonly problem: BlobProblem;
  /** The models that cannot be used because of it. */
  readonly models: readonly string[];
}

export interface VerifyReport {
  readonly checkedBlobs: number;
  readonly checkedBytes: number;
  readonly damaged: readonly DamagedBlob[];
  /** Manifests that cannot be read, in words. */
  readonly unreadable: readonly string[];
}

/** Reads every blob that a model needs and compares it with its digest. `models`: all of the store by default. */
export async function verifyStore(
  store: Store,
  options: { readonly models?: readonly StoredModel[]; readonly onProgress?: OnProgress } = {},
): Promise<VerifyReport> {
  const listing = options.models ? { models: options.models, problems: [] } : await listModels(store);
  const needed = blobsNeededBy(listing.models);
  const totalBytes = needed.reduce((sum, { layer }) => sum + layer.sizeBytes, 0);
  const onProgress = options.onProgress ?? ignoreProgress;
  onProgress({ kind: "start", task: "verify", label: "verifying blobs", totalBytes });
  const damaged: DamagedBlob[] = [];
  let doneBytes = 0;
  for (const { layer, models } of needed) {
    const problem = await detectBlobProblem(store, layer, (bytes) => {
      doneBytes += bytes;
      onProgress({ kind: "advance", task: "verify", doneBytes, item: layer.digest });
    });
    if (problem !== undefined)
      damaged.push({ digest: layer.digest, sizeBytes: layer.sizeBytes, problem, models });
  }
  onProgress({ kind: "end", task: "verify", summary: `${needed.length} blobs, ${damaged.length} damaged` });
  return {
    checkedBlobs: needed.length,
    checkedBytes: doneBytes,
    damaged,
    unreadable: listing.problems.map(({ error }) => error.message),
  };
}

function blobsNeededBy(models: readonly StoredModel[]): readonly { layer: Layer; models: string[] }[] {
  const needed = new Map<string, { layer: Layer; models: string[] }>();
  for (const model of models) {
    for (const layer of blobsOf(model.manifest)) {
      // Two manifests may tell different sizes of one digest: at least one of them is wrong.
      const key = `${layer.digest} ${layer.sizeBytes}`;
      const entry = needed.get(key) ?? { layer, models: [] };
      entry.models.push(printShortestModelName(model.name));
      needed.set(key, entry);
    }
  }
  return [...needed.values()];
}

export async function detectBlobProblem(
  store: Store,
  layer: Layer,
  onBytes?: (sizeBytes: number) => void,
): Promise<BlobProblem | undefined> {
  const found = await tryStatBlob(store, layer.digest);
  if (found === undefined) return { kind: "missing" };
  if (found.sizeBytes !== layer.sizeBytes) return { kind: "wrongSize", foundBytes: found.sizeBytes };
  const { digest } = await hashFile(blobPathOf(store, layer.digest), onBytes);
  return digest === layer.digest ? undefined : { kind: "wrongDigest", found: digest };
}

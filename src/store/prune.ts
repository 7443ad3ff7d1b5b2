import { lstat, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Digest } from "../base/digest.js";
import { MfError } from "../base/errors.js";
import type { ModelName } from "../base/modelName.js";
import { blobFileNameOf, type Store, tryDigestOfFileName } from "./layout.js";
import { type LockOptions, openLock, tryLock } from "./lock.js";
import { blobsOf } from "./manifest.js";
import { listModels, readModel, removeManifest } from "./manifests.js";
import { inStore } from "./storeError.js";
import { readFolder, removeLeftovers, storeLockFolder } from "./writer.js";

export interface PruneOptions extends Omit<LockOptions, "purpose"> {
  readonly isDryRun?: boolean;
  /** Files changed less than this ago stay: a running Ollama may be about to name them. */
  readonly graceMs?: number;
  /** The same for downloads that can be resumed. */
  readonly partialGraceMs?: number;
  readonly nowMs?: number;
}

export interface PrunedFile {
  readonly fileName: string;
  readonly sizeBytes: number;
}

// Ollama v0.33 waits an hour, partial downloads included; those are worth more here.
const hourMs = 60 * 60 * 1000;
const defaultGraceMs = hourMs;
const defaultPartialGraceMs = 7 * 24 * hourMs;

/** Deletes what no model uses. Writers wait meanwhile; while one manifest is unreadable nothing is deleted. */
export async function pruneStore(store: Store, options: PruneOptions = {}): Promise<readonly PrunedFile[]> {
  const lock = await inStore("prune", store.root, () =>
    openLock(storeLockFolder(store), "exclusive", { ...options, purpose: "prune the store" }),
  );
  try {
    const inUse = await readDigestsInUse(store);
    if (!options.isDryRun) await removeLeftovers(store);
    const unused = await listUnused(store, inUse, options);
    if (!options.isDryRun) await removeBlobFiles(store, unused);
    return unused;
  } finally {
    await lock.close();
  }
}

async function readDigestsInUse(store: Store): Promise<ReadonlySet<Digest>> {
  const { models, problems } = await listModels(store);
  const [problem] = problems;
  if (problem !== undefined) {
    throw new MfError(
      "MF_E_PRUNE_BLOCKED",
      `nothing is pruned while a manifest cannot be read: ${problem.error.message}`,
      {
        hint: "Which blobs it needs is not known. Remove or replace that model first.",
        cause: problem.error,
        details: { paths: problems.map(({ path }) => path) },
      },
    );
  }
  return new Set(models.flatMap(({ manifest }) => blobsOf(manifest).map(({ digest }) => digest)));
}

async function listUnused(
  store: Store,
  inUse: ReadonlySet<Digest>,
  options: PruneOptions,
): Promise<readonly PrunedFile[]> {
  const now = options.nowMs ?? Date.now();
  const unused: PrunedFile[] = [];
  for (const fileName of await readFolder(store.blobs)) {
    const digest = tryDigestOfFileName(fileName);
    if (digest !== undefined && inUse.has(digest)) continue;
    const found = await lstat(join(store.blobs, fileName)).catch(() => undefined);
    if (!found?.isFile()) continue;
    const graceMs = isPartial(fileName)
      ? (options.partialGraceMs ?? defaultPartialGraceMs)
      : (options.graceMs ?? defaultGraceMs);
    if (now - found.mtimeMs >= graceMs) unused.push({ fileName, sizeBytes: found.size });
  }
  return unused;
}

function isPartial(fileName: string): boolean {
  return /^sha256-[0-9a-f]{64}(-partial(-\d+)?|\.tmp)$/.test(fileName);
}

async function removeBlobFiles(store: Store, files: readonly PrunedFile[]): Promise<void> {
  for (const { fileName } of files) {
    const path = join(store.blobs, fileName);
    await inStore("remove", path, () => rm(path, { force: true }));
  }
}

export interface RemovedModel {
  readonly name: ModelName;
  readonly removedBlobs: readonly PrunedFile[];
  /** Blobs that nothing uses any more and that stay for the next prune, because the store was in use. */
  readonly leftBlobs: readonly Digest[];
}

/** Removes a model and, unless another `mf` is at work in the store, the blobs that only it used. */
export async function removeModel(store: Store, name: ModelName): Promise<RemovedModel> {
  const model = await readModel(store, name);
  await removeManifest(store, model.name);
  const own = blobsOf(model.manifest).map(({ digest }) => digest);
  const lock = await tryLock(storeLockFolder(store), "exclusive", { purpose: "remove a model", waitMs: 0 });
  if (lock === undefined) return { name: model.name, removedBlobs: [], leftBlobs: own };
  try {
    const inUse = await readDigestsInUse(store).catch(() => undefined);
    if (inUse === undefined) return { name: model.name, removedBlobs: [], leftBlobs: own };
    const names = new Set(own.filter((digest) => !inUse.has(digest)).map(blobFileNameOf));
    const unused = (await listUnused(store, inUse, { graceMs: 0 })).filter(({ fileName }) =>
      names.has(fileName),
    );
    await removeBlobFiles(store, unused);
    return { name: model.name, removedBlobs: unused, leftBlobs: [] };
  } finally {
    await lock.close();
  }
}

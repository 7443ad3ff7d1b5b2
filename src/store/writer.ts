import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { tryErrnoCode } from "../base/errors.js";
import type { Store } from "./layout.js";
import { type Lock, type LockOptions, openLock, readLiveLockIds } from "./lock.js";
import { inStore } from "./storeError.js";

/**
 * The right to put things into a store. Any number of writers work side by side: a blob is named by its content
 * and appears by a rename. Only prune keeps them out.
 */
export interface StoreWriter {
  readonly store: Store;
  /** A new name for a temporary file in `blobs/`, recognisable as this writer's. */
  temporaryPath(): string;
  close(): Promise<void>;
}

export async function openStoreWriter(store: Store, options: LockOptions): Promise<StoreWriter> {
  return inStore(options.purpose, store.root, async () => {
    await mkdir(store.blobs, { recursive: true });
    await mkdir(store.manifests, { recursive: true });
    const lock = await openLock(storeLockFolder(store), "shared", options);
    await removeLeftovers(store);
    return writerOf(store, lock);
  });
}

function writerOf(store: Store, lock: Lock): StoreWriter {
  let count = 0;
  return {
    store,
    temporaryPath: () => join(store.blobs, `${temporaryPrefix}${lock.id}-${count++}`),
    close: () => lock.close(),
  };
}

export function storeLockFolder(store: Store): string {
  return join(store.own, "locks", "store");
}

// Ollama v0.33 takes every `sha256-` file that is no digest for a temporary one and prunes it after an hour.
const temporaryPrefix = "sha256-mf-";

/** Deletes temporary files whose writers are gone; those of living ones and of Ollama stay. */
export async function removeLeftovers(store: Store): Promise<readonly string[]> {
  const temporaries = (await readFolder(store.blobs)).filter((name) => name.startsWith(temporaryPrefix));
  // Locks are read after the files: a writer that starts in between has its lock before its first file.
  const live = await readLiveLockIds(storeLockFolder(store));
  const removed: string[] = [];
  for (const fileName of temporaries) {
    const owner = fileName.slice(temporaryPrefix.length).replace(/-\d+$/, "");
    if (live.has(owner)) continue;
    await rm(join(store.blobs, fileName), { force: true });
    removed.push(fileName);
  }
  return removed;
}

/** The names in a folder, sorted; none when there is no such folder. */
export async function readFolder(path: string): Promise<readonly string[]> {
  try {
    return (await readdir(path)).sort();
  } catch (error) {
    if (tryErrnoCode(error) === "ENOENT") return [];
    throw error;
  }
}

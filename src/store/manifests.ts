import { randomBytes } from "node:crypto";
import { mkdir, open, readFile, rename, rm, rmdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { MfError, tryErrnoCode } from "../base/errors.js";
import { syncDirectory, writeFileAtomic } from "../base/files.js";
import {
  type ModelName,
  manifestPathOf,
  printModelName,
  printShortestModelName,
  tryModelNameOfPath,
} from "../base/modelName.js";
import { printable } from "../base/redact.js";
import { manifestFileOf, type Store } from "./layout.js";
import { type Manifest, maxManifestBytes, modelIdOf, parseManifest } from "./manifest.js";
import { inStore, storeError } from "./storeError.js";
import { readFolder, type StoreWriter } from "./writer.js";

/** A model as it lies in the store. */
export interface StoredModel {
  readonly name: ModelName;
  readonly manifest: Manifest;
  /** The file's exact content, which a push sends and the ID is made from. */
  readonly bytes: Uint8Array;
  readonly id: string;
  readonly modifiedMs: number;
}

export async function readModel(store: Store, name: ModelName): Promise<StoredModel> {
  const model = await tryReadModel(store, name);
  if (model !== undefined) return model;
  throw new MfError("MF_E_MODEL_NOT_FOUND", `model "${printShortestModelName(name)}" is not in the store`, {
    hint: "`mf ls` lists what is there; `mf pull` fetches a model from a registry.",
    details: { name: printModelName(name), store: store.root },
  });
}

/** Undefined when the store has no such model; a manifest that cannot be read is an error. */
export async function tryReadModel(store: Store, name: ModelName): Promise<StoredModel | undefined> {
  const stored = await resolveStoredName(store, name);
  const path = manifestFileOf(store, stored);
  try {
    const found = await stat(path);
    if (!found.isFile()) return undefined;
    if (found.size > maxManifestBytes) {
      throw new MfError("MF_E_MANIFEST_TOO_LARGE", `manifest ${printable(path)} has ${found.size} bytes`);
    }
    const bytes = await readFile(path);
    const manifest = parseManifest(bytes, printShortestModelName(stored));
    return { name: stored, manifest, bytes, id: modelIdOf(bytes), modifiedMs: found.mtimeMs };
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw storeError(error, "read", path);
  }
}

function isAbsent(error: unknown): boolean {
  const code = tryErrnoCode(error);
  return code === "ENOENT" || code === "ENOTDIR";
}

/**
 * The name in the spelling under which the store has it: names that differ in case only are one model. A part
 * takes the stored spelling only below parts that matched, so other models' spellings play no role.
 */
export async function resolveStoredName(store: Store, name: ModelName): Promise<ModelName> {
  const wanted = manifestPathOf(name);
  const found: string[] = [];
  let folder = store.manifests;
  for (const part of wanted) {
    const entries = await readFolder(folder).catch((): readonly string[] => []);
    const spelling = entries.includes(part)
      ? part
      : entries.find((entry) => entry.toLowerCase() === part.toLowerCase());
    found.push(spelling ?? part);
    folder = join(folder, spelling ?? part);
  }
  const [host = "", namespace = "", model = "", tag = ""] = found;
  return { ...name, host, namespace, model, tag };
}

export interface ModelListing {
  readonly models: readonly StoredModel[];
  /** Manifests that are there and cannot be read. */
  readonly problems: readonly { readonly path: string; readonly error: MfError }[];
}

/** All models, in the order of their paths. Files whose path is no name (`.DS_Store`) are passed over. */
export async function listModels(store: Store): Promise<ModelListing> {
  const models: StoredModel[] = [];
  const problems: { path: string; error: MfError }[] = [];
  for (const name of await listNames(store)) {
    const path = manifestFileOf(store, name);
    try {
      const model = await tryReadModel(store, name);
      if (model !== undefined) models.push(model);
    } catch (error) {
      problems.push({ path, error: storeError(error, "read", path) });
    }
  }
  return { models, problems };
}

async function listNames(store: Store): Promise<readonly ModelName[]> {
  let paths: readonly (readonly string[])[] = [[]];
  for (let depth = 0; depth < 4; depth++) {
    const deeper = await Promise.all(
      paths.map(async (path) =>
        (await readManifestFolder(join(store.manifests, ...path))).map((entry) => [...path, entry]),
      ),
    );
    paths = deeper.flat();
  }
  return paths.flatMap((path) => tryModelNameOfPath(path) ?? []);
}

async function readManifestFolder(path: string): Promise<readonly string[]> {
  try {
    return await readFolder(path);
  } catch (error) {
    if (tryErrnoCode(error) === "ENOTDIR") return [];
    throw storeError(error, "list", path);
  }
}

/** Puts a model's manifest in place, whole or not at all. All its blobs must be there already. */
export async function writeModel(
  writer: StoreWriter,
  name: ModelName,
  bytes: string | Uint8Array,
): Promise<StoredModel> {
  const { store } = writer;
  const stored = await resolveStoredName(store, name);
  const path = manifestFileOf(store, stored);
  const content = typeof bytes === "string" ? Buffer.from(bytes) : bytes;
  const manifest = parseManifest(content, printShortestModelName(stored));
  await inStore("write", path, () => placeManifest(store, path, content));
  return { name: stored, manifest, bytes: content, id: modelIdOf(content), modifiedMs: Date.now() };
}

/**
 * The temporary file lies outside `manifests/`: Ollama refuses to prune at all while it finds a file there that is
 * no manifest, and a killed process must not leave one.
 */
async function placeManifest(store: Store, path: string, content: Uint8Array): Promise<void> {
  const folder = join(store.own, "manifests");
  await mkdir(folder, { recursive: true });
  await mkdir(dirname(path), { recursive: true });
  const temporary = join(folder, `${randomBytes(8).toString("hex")}.tmp`);
  try {
    const handle = await open(temporary, "wx", 0o644);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
    await syncDirectory(dirname(path));
  } catch (error) {
    await rm(temporary, { force: true });
    // `manifests` may be another disk; then the temporary file has to lie beside.
    if (tryErrnoCode(error) !== "EXDEV") throw error;
    await writeFileAtomic(path, content);
  }
}

/** Gives a model a second name; no blob is copied. The same name again changes nothing. */
export async function copyModel(
  writer: StoreWriter,
  source: ModelName,
  destination: ModelName,
): Promise<StoredModel> {
  const model = await readModel(writer.store, source);
  return await writeModel(writer, destination, model.bytes);
}

/** Takes a model's name away; its blobs stay. Folders left empty go too. */
export async function removeManifest(store: Store, name: ModelName): Promise<void> {
  const path = manifestFileOf(store, await resolveStoredName(store, name));
  await inStore("remove", path, () => rm(path));
  let folder = dirname(path);
  while (folder !== store.manifests) {
    try {
      await rmdir(folder);
    } catch {
      return;
    }
    folder = dirname(folder);
  }
}

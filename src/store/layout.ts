import { homedir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";
import { type Digest, isDigest } from "../base/digest.js";
import { MfError } from "../base/errors.js";
import { type ModelName, manifestPathOf } from "../base/modelName.js";

/** Where a store lies. Nothing is opened: the folders need not exist. */
export interface Store {
  readonly root: string;
  readonly blobs: string;
  readonly manifests: string;
  /** What only `mf` looks at: locks and temporary files. Ollama passes over it. */
  readonly own: string;
}

export function openStore(root: string): Store {
  const absolute = isAbsolute(root) ? root : resolve(root);
  return {
    root: absolute,
    blobs: join(absolute, "blobs"),
    manifests: join(absolute, "manifests"),
    own: join(absolute, ".mf"),
  };
}

export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The user's home folder, `undefined` if there is none. */
  readonly home: string | undefined;
}

export function readSurroundings(): Surroundings {
  return { env: process.env, home: homedir() || undefined };
}

/** `$OLLAMA_MODELS`, or `.ollama/models` in the home folder, on every system (Ollama v0.33 envconfig). */
export function resolveStoreRoot(surroundings: Surroundings): string {
  const fromEnv = trimSetting(surroundings.env.OLLAMA_MODELS ?? "");
  if (fromEnv !== "") return fromEnv;
  if (surroundings.home) return join(surroundings.home, ".ollama", "models");
  throw new MfError("MF_E_STORE_UNKNOWN", "there is no home folder to keep models in", {
    hint: "Set OLLAMA_MODELS, or name the folder with --store.",
  });
}

/** Ollama takes blanks, then quotes, off the ends of every setting: a shell or a unit file may leave them. */
function trimSetting(value: string): string {
  return value.trim().replace(/^["']+|["']+$/g, "");
}

export function blobPathOf(store: Store, digest: Digest): string {
  return join(store.blobs, blobFileNameOf(digest));
}

/** `sha256:…` with a dash for the colon. */
export function blobFileNameOf(digest: Digest): string {
  return digest.replace(":", "-");
}

export function tryDigestOfFileName(fileName: string): Digest | undefined {
  const digest = fileName.replace(/^sha256-/, "sha256:");
  return fileName !== digest && isDigest(digest) ? digest : undefined;
}

export function manifestFileOf(store: Store, name: ModelName): string {
  return join(store.manifests, ...manifestPathOf(name));
}

import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The exports of build/kernels.node (native/src/addon.cpp). Types are ggml's numbers of them. */
export interface Addon {
  /** The digest of the C++ sources that it was built from (scripts/build-kernels-sources.mjs). */
  readonly sources: string;
  /** The instruction sets that it has and this processor too, fastest first. */
  targets(): string[];
  /** Bytes of a block of `type`; 0 for a type that it does not pack. */
  blockBytes(type: number): number;
  /** Packs on threads of its own, without a copy; gives the name of the target that ran. */
  pack(
    target: string,
    type: number,
    sourceType: number,
    weights: Float32Array | Uint8Array,
    rowLength: number,
    importance: Float32Array | undefined,
    out: Uint8Array,
    threads: number,
  ): Promise<string>;
  /** The same on the calling thread. */
  packSync(...call: Parameters<Addon["pack"]>): string;
  /** The index of the first weight that is infinite or not a number, −1 when there is none. */
  findNonFinite(sourceType: number, weights: Uint8Array): number;
  /** Packs with ggml's own library, on the calling thread; `weights` must be whole rows and `out` fit them. */
  packByGgml(
    library: string,
    type: number,
    weights: Float32Array,
    rowLength: number,
    importance: Float32Array | undefined,
    out: Uint8Array,
  ): number;
}

export type LoadedAddon =
  | { readonly kind: "loaded"; readonly addon: Addon }
  | { readonly kind: "missing"; readonly reason: string };

let loaded: LoadedAddon | undefined;

/** The addon, when it was built for this machine. Tried once. */
export function loadAddon(): LoadedAddon {
  loaded ??= openAddon();
  return loaded;
}

function openAddon(): LoadedAddon {
  const folder = findPackageFolder();
  const path = folder === undefined ? undefined : join(folder, "build", "kernels.node");
  if (path === undefined || !existsSync(path)) {
    return {
      kind: "missing",
      reason: "not built (node scripts/build-kernels.mjs builds it, with a C++ compiler)",
    };
  }
  try {
    const addon: Addon = createRequire(import.meta.url)(path);
    return { kind: "loaded", addon };
  } catch (error) {
    // Built for another machine or C library; the other kernels do the same work.
    return { kind: "missing", reason: error instanceof Error ? error.message : String(error) };
  }
}

/** The folder of this package, whether this file runs from src/ or from a bundle in dist/. */
function findPackageFolder(): string | undefined {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    const manifest = join(folder, "package.json");
    if (existsSync(manifest)) return isOwnManifest(manifest) ? folder : undefined;
    const parent = dirname(folder);
    if (parent === folder) return undefined;
    folder = parent;
  }
}

function isOwnManifest(path: string): boolean {
  const manifest: unknown = JSON.parse(readFileSync(path, "utf8"));
  return typeof manifest === "object" && manifest !== null && Reflect.get(manifest, "name") === "mf";
}

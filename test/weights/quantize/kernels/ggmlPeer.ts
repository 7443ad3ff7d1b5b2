import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { resolveTensorType, type TensorTypeName } from "../../../../src/weights/gguf/tensorTypes.js";
import { loadAddon } from "../../../../src/weights/quantize/kernels/native/addon.js";
import { planRows } from "../../../../src/weights/quantize/kernels/planRows.js";

/** ggml's own quantizer, on the calling thread. */
export type GgmlPeer = (
  type: TensorTypeName,
  weights: Float32Array,
  rowLength: number,
  importance: Float32Array | undefined,
  out?: Uint8Array,
) => Uint8Array;

export type FoundPeer =
  | { readonly kind: "found"; readonly pack: GgmlPeer; readonly library: string }
  | { readonly kind: "missing"; readonly reason: string };

/** libggml-base of an installed node-llama-cpp, or the one that MF_GGML_LIBRARY names. Needs the native addon. */
export function findGgmlPeer(): FoundPeer {
  // Elsewhere compilers fuse multiplications with additions in ggml, and its bytes are others.
  if (process.arch !== "x64") return { kind: "missing", reason: "ggml's bytes are defined on x86-64" };
  const loaded = loadAddon();
  if (loaded.kind === "missing") return { kind: "missing", reason: `no native addon: ${loaded.reason}` };
  const library = findLibrary();
  if (library === undefined) return { kind: "missing", reason: "no MF_GGML_LIBRARY and no node-llama-cpp" };
  const { addon } = loaded;
  return {
    kind: "found",
    library,
    pack: (type, weights, rowLength, importance, given) => {
      const { packedBytes } = planRows(type, weights.length, rowLength, importance);
      const out = given ?? new Uint8Array(packedBytes);
      if (out.length !== packedBytes) throw new Error("the output does not fit the rows");
      addon.packByGgml(library, resolveTensorType(type).id, weights, rowLength, importance, out);
      return out;
    },
  };
}

function findLibrary(): string | undefined {
  const named = process.env.MF_GGML_LIBRARY;
  if (named) return named;
  const platform = `${process.platform === "darwin" ? "mac" : process.platform}-${process.arch}`;
  try {
    const manifest = createRequire(import.meta.url).resolve(`@node-llama-cpp/${platform}/package.json`);
    const library = join(dirname(manifest), "bins", platform, "libggml-base.so");
    return existsSync(library) ? library : undefined;
  } catch {
    return undefined;
  }
}

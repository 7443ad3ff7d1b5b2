import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { tensorTypes } from "../../../../../src/weights/gguf/tensorTypes.js";
import {
  instantiateKernel,
  readModule,
} from "../../../../../src/weights/quantize/kernels/wasm/kernelModule.js";
import { clangVersion, sources } from "../../../../../src/weights/quantize/kernels/wasm/module.generated.js";

const scripts = join(import.meta.dirname, "../../../../../scripts");

async function importScript<T>(name: string): Promise<T> {
  return import(pathToFileURL(join(scripts, name)).href);
}

describe("the WebAssembly module", () => {
  it("was built from the sources that are here", async () => {
    const { hashSources } = await importScript<{ hashSources: () => string }>("build-kernels-sources.mjs");
    expect(sources, "run node scripts/build-kernels-wasm.mjs").toBe(hashSources());
  });

  it("is what its script builds", async ({ skip }) => {
    const { buildModule, tryClangVersion } = await importScript<{
      buildModule: () => Uint8Array;
      tryClangVersion: () => string | undefined;
    }>("build-kernels-wasm.mjs");
    const version = tryClangVersion();
    if (version === undefined) return skip("no clang++ with wasm-ld");
    if (version !== clangVersion) return skip(`built with clang ${clangVersion}, here is ${version}`);
    expect(Buffer.compare(buildModule(), readModule())).toBe(0);
  });

  it("has the blocks of the type table", () => {
    const kernel = instantiateKernel();
    const packed = tensorTypes.filter((type) => kernel.blockBytes(type.id) > 0);
    expect(packed.length).toBe(16);
    for (const type of packed) expect(kernel.blockBytes(type.id), type.name).toBe(type.blockBytes);
  });
});

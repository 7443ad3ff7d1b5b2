import { brotliDecompressSync } from "node:zlib";
import { packedModule } from "./module.generated.js";

/** The exports of the module (native/src/wasm.cpp). Types are ggml's numbers of them, places are bytes of its memory. */
export interface KernelExports {
  /** From here on the memory is the host's. */
  heapBase(): number;
  /** Bytes of a block of `type`; 0 for a type that is not packed here. */
  blockBytes(type: number): number;
  pack(
    type: number,
    sourceType: number,
    weights: number,
    rows: number,
    rowLength: number,
    importance: number,
    out: number,
  ): void;
}

/** Compiled WebAssembly, which can be sent to a worker. */
export type KernelModule = object;

/** What is used of the global object, whose types come only with those of a browser. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => KernelModule;
  readonly Instance: new (module: KernelModule) => { readonly exports: unknown };
};

let compiled: KernelModule | undefined;

/** The module as it is checked in, compiled on first use. */
export function kernelModule(): KernelModule {
  compiled ??= new WebAssembly.Module(readModule());
  return compiled;
}

export function instantiateKernel(): KernelExports {
  return new WebAssembly.Instance(kernelModule()).exports as KernelExports;
}

/** The bytes of the module. */
export function readModule(): Uint8Array {
  return brotliDecompressSync(Buffer.from(packedModule, "base64"));
}

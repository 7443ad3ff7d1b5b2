import { resolveTensorType, type TensorTypeName } from "../../../gguf/tensorTypes.js";
import type { Kernel, StoredWeights } from "../kernel.js";
import { noteKernelRun } from "../kernelRuns.js";
import { kernelThreads } from "../kernelThreads.js";
import { planRows } from "../planRows.js";
import { type Addon, loadAddon } from "./addon.js";

/** A kernel for each instruction set of the addon and this processor, fastest first; none without the addon. */
export function nativeKernels(): readonly Kernel[] {
  const loaded = loadAddon();
  if (loaded.kind === "missing") return [];
  return loaded.addon.targets().map((target) => nativeKernel(loaded.addon, target));
}

function nativeKernel(addon: Addon, name: string): Kernel {
  async function pack(
    typeName: TensorTypeName,
    source: StoredWeights,
    rowLength: number,
    importance: Float32Array | undefined,
  ): Promise<Uint8Array> {
    const sourceType = resolveTensorType(source.type);
    const { type, packedBytes } = planRows(
      typeName,
      source.bytes.length / sourceType.blockBytes,
      rowLength,
      importance,
    );
    const out = new Uint8Array(packedBytes);
    const bytes = alignedBytes(source.bytes);
    const threads = kernelThreads();
    noteKernelRun(await addon.pack(name, type.id, sourceType.id, bytes, rowLength, importance, out, threads));
    return out;
  }

  return {
    name,
    supports: (type) => addon.blockBytes(resolveTensorType(type).id) > 0,
    quantizeRows: (type, source, rowLength, importance) =>
      pack(type, { type: "f32", bytes: bytesOf(source) }, rowLength, importance),
    quantizeStored: pack,
  };
}

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

/** C++ reads float16 and float32 where their addresses are multiples of their sizes. */
function alignedBytes(bytes: Uint8Array): Uint8Array {
  return bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
}

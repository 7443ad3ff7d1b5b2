import type { TensorTypeName } from "../../gguf/tensorTypes.js";

/**
 * One way of turning float32 rows into packed blocks. Whatever the kernel, the bytes are the same:
 * those of `reference`, which defines them. (For finite weights: whoever reads a file refuses others.)
 */
export interface Kernel {
  readonly name: string;
  supports(type: TensorTypeName): boolean;
  /**
   * Packs whole rows of `rowLength` weights; `importance` has one weight per column. Asynchronous
   * because faster kernels work on other threads; `source` must not change until it resolves.
   */
  quantizeRows(
    type: TensorTypeName,
    source: Float32Array,
    rowLength: number,
    importance?: Float32Array,
  ): Promise<Uint8Array>;
  /** The same from weights as a file holds them, which saves making them float32 first. */
  readonly quantizeStored?: (
    type: TensorTypeName,
    source: StoredWeights,
    rowLength: number,
    importance?: Float32Array,
  ) => Promise<Uint8Array>;
}

/** Weights in one of the types that the faster kernels read as they are. */
export interface StoredWeights {
  readonly type: StoredTypeName;
  readonly bytes: Uint8Array;
}

export type StoredTypeName = "f32" | "f16" | "bf16";

export function isStoredType(type: TensorTypeName): type is StoredTypeName {
  return type === "f32" || type === "f16" || type === "bf16";
}

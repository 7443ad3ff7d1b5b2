import type { TensorTypeName } from "../../gguf/tensorTypes.js";

/**
 * One way of turning float32 rows into packed blocks. Whatever the kernel, the bytes are the same:
 * those of `reference`, which defines them.
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
}

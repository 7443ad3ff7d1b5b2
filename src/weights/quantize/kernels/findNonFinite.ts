import { resolveTensorType } from "../../gguf/tensorTypes.js";
import type { StoredTypeName, StoredWeights } from "./kernel.js";
import { loadAddon } from "./native/addon.js";

/** All exponent bits set is what infinities and NaNs have in common. */
const exponents: Readonly<Record<StoredTypeName, number>> = { f32: 0x7f800000, f16: 0x7c00, bf16: 0x7f80 };

/** The index of the first weight that is infinite or not a number. */
export function findNonFinite({ type, bytes }: StoredWeights): number | undefined {
  const { id, blockBytes } = resolveTensorType(type);
  const aligned = bytes.byteOffset % blockBytes === 0 ? bytes : bytes.slice();
  const loaded = loadAddon();
  const index =
    loaded.kind === "loaded"
      ? loaded.addon.findNonFinite(id, aligned)
      : scanExponents(patternsOf(aligned, blockBytes), exponents[type]);
  return index < 0 ? undefined : index;
}

function patternsOf({ buffer, byteOffset, length }: Uint8Array, bytes: number): Uint16Array | Uint32Array {
  return bytes === 4
    ? new Uint32Array(buffer, byteOffset, Math.floor(length / 4))
    : new Uint16Array(buffer, byteOffset, Math.floor(length / 2));
}

function scanExponents(patterns: Uint16Array | Uint32Array, exponent: number): number {
  for (let i = 0; i < patterns.length; i++) {
    if (((patterns[i] as number) & exponent) === exponent) return i;
  }
  return -1;
}

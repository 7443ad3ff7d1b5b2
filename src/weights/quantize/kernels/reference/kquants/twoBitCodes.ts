/**
 * 256 codes of two bits in 64 bytes, as Q2_K and Q3_K keep them: each half of 128 codes fills 32
 * bytes, and a byte holds the codes 0, 32, 64 and 96 places behind its own place, lowest bits first.
 */
export function packTwoBitCodes(out: Uint8Array, at: number, codes: Uint8Array): void {
  for (let half = 0; half < 2; half++) {
    for (let lane = 0; lane < 32; lane++) {
      let packed = 0;
      for (let quarter = 0; quarter < 4; quarter++) {
        packed |= ((codes[128 * half + 32 * quarter + lane] as number) & 3) << (2 * quarter);
      }
      out[at + 32 * half + lane] = packed;
    }
  }
}

export function twoBitCodeAt(block: Uint8Array, at: number, index: number): number {
  const packed = block[at + 32 * (index >> 7) + (index & 31)] as number;
  return (packed >> (2 * ((index >> 5) & 3))) & 3;
}

/**
 * The 12 bytes in which Q4_K and Q5_K keep eight scales and eight offsets of six bits each. Groups 0–3
 * have their codes in bytes 0–3 and 4–7; the upper two bits of those bytes belong to groups 4–7, whose
 * lower four bits share bytes 8–11.
 */
export function packSixBitPairs(out: Uint8Array, at: number, scales: Uint8Array, offsets: Uint8Array): void {
  for (let group = 0; group < 4; group++) {
    const scale = scales[group] as number;
    const offset = offsets[group] as number;
    const laterScale = scales[group + 4] as number;
    const laterOffset = offsets[group + 4] as number;
    out[at + group] = scale | ((laterScale >> 4) << 6);
    out[at + 4 + group] = offset | ((laterOffset >> 4) << 6);
    out[at + 8 + group] = (laterScale & 15) | ((laterOffset & 15) << 4);
  }
}

export function scaleCodeAt(block: Uint8Array, at: number, group: number): number {
  if (group < 4) return (block[at + group] as number) & 63;
  return ((block[at + 4 + group] as number) & 15) | (((block[at - 4 + group] as number) >> 6) << 4);
}

export function offsetCodeAt(block: Uint8Array, at: number, group: number): number {
  if (group < 4) return (block[at + 4 + group] as number) & 63;
  return ((block[at + 4 + group] as number) >> 4) | (((block[at + group] as number) >> 6) << 4);
}

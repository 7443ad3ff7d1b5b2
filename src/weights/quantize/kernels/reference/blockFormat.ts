/**
 * How one tensor type packs a row of weights. A row is a whole number of blocks; rows never share
 * state, and only Q4_0, Q4_1, Q5_0 and Q5_1 under importance look at more of the row than one block.
 */
export interface BlockFormat {
  readonly blockWeights: number;
  readonly blockBytes: number;
  /** Packs the row `x` into `out`; `importance` has one weight per column. */
  quantizeRow(x: Float32Array, out: Uint8Array, importance: Float32Array | undefined): void;
  /** Unpacks the block that starts at `block[at]` to `y[yAt]` and following. */
  dequantizeBlock(block: Uint8Array, at: number, y: Float32Array, yAt: number): void;
}

/** Runs `work` for each block of a row, with its position in the weights and in the bytes. */
export function eachBlock(
  rowLength: number,
  blockWeights: number,
  blockBytes: number,
  work: (at: number, outAt: number) => void,
): void {
  for (let at = 0, outAt = 0; at < rowLength; at += blockWeights, outAt += blockBytes) work(at, outAt);
}

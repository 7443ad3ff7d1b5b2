export const quantizeLimits = {
  /** Weights that are in memory as float32 at a time: 4 MiB keeps a kernel busy and memory small. */
  groupWeights: 1024 * 1024,
  /** A row is quantized as a whole; the longest known (feed-forward of the largest models) have 2^18. */
  rowWeights: 16 * 1024 * 1024,
} as const;

/**
 * What a GGUF header may ask for. Every number in a file is a claim of whoever made it; these are
 * the bounds beyond which the claim is refused before memory is given to it.
 */
export const ggufLimits = {
  /** The largest known headers (256k tokens with merges and scores) are near 30 MB; all of it is held in memory. */
  headerBytes: 256 * 1024 * 1024,
  /** GGUF_MAX_STRING_LENGTH of llama.cpp v0.5.0. Keeps every string's length within 32 bits. */
  stringBytes: 1024 * 1024 * 1024,
  /** Real files have fewer than 200 entries; an entry costs ten times its 14 bytes in memory. */
  metadataEntries: 65_536,
  /** The largest unmerged mixture models have about 100 000 tensors. */
  tensors: 262_144,
  /** GGML_MAX_DIMS. */
  dimensions: 4,
  /** GGML_MAX_NAME is 64 with the closing NUL: a longer name cannot be loaded by ggml. */
  tensorNameBytes: 63,
  /** The most parts known are below 200, and every part of an open model holds a file descriptor. */
  parts: 512,
  /** Sizes and offsets are exact in a double up to here; no file system holds more. */
  dataBytes: Number.MAX_SAFE_INTEGER,
} as const;

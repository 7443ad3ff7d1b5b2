import type { GgufSummary, PerLayer } from "./summarizeGguf.js";

export interface MemoryEstimate {
  readonly contextLength: number;
  readonly weightBytes: number;
  /** Keys and values of all layers in f16, as llama.cpp and Ollama keep them by default. */
  readonly cacheBytes: number;
}

const f16Bytes = 2;

/**
 * What a model takes at some context lengths, or undefined when its header does not say. An upper
 * bound: sliding windows and recurrent layers keep less, and the buffers for computing come on top.
 */
export function estimateMemory(
  summary: GgufSummary,
  contextLengths: readonly number[],
): MemoryEstimate[] | undefined {
  const bytesPerToken = cacheBytesPerToken(summary);
  if (bytesPerToken === undefined) return undefined;
  return contextLengths.map((contextLength) => ({
    contextLength,
    weightBytes: summary.tensorBytes,
    cacheBytes: bytesPerToken * contextLength,
  }));
}

function cacheBytesPerToken({ layers, attention }: GgufSummary): number | undefined {
  const { kvHeads, keyLength, valueLength } = attention;
  if (layers === undefined || kvHeads === undefined) return undefined;
  if (keyLength === undefined || valueLength === undefined) return undefined;
  return sumOverLayers(kvHeads, layers) * (keyLength + valueLength) * f16Bytes;
}

function sumOverLayers(values: PerLayer, layers: number): number {
  if (typeof values === "number") return values * layers;
  return values.slice(0, layers).reduce((sum, value) => sum + value, 0);
}

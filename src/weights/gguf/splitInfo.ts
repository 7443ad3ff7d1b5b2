import type { GgufEntry } from "./ggufValue.js";
import { architectureKey, getUint, type HasMetadata } from "./metadata.js";

export const splitKeys = { index: "split.no", count: "split.count", tensors: "split.tensors.count" } as const;

const allSplitKeys: ReadonlySet<string> = new Set(Object.values(splitKeys));

/** What a part says about the model that it belongs to. */
export interface SplitInfo {
  readonly count: number;
  readonly index: number | undefined;
  readonly tensorCount: number | undefined;
}

/** Undefined for a model in one file. A count of 0 is what gguf-split leaves behind after merging. */
export function trySplitInfo(file: HasMetadata): SplitInfo | undefined {
  const count = getSplitValue(file, splitKeys.count);
  if (count === undefined || count <= 1) return undefined;
  return {
    count,
    index: getSplitValue(file, splitKeys.index),
    tensorCount: getSplitValue(file, splitKeys.tensors),
  };
}

/** Some writers put the architecture before these keys; Ollama reads them too. */
function getSplitValue(file: HasMetadata, key: string): number | undefined {
  return getUint(file, key) ?? getUint(file, architectureKey(file, key));
}

export function withoutSplitKeys(file: HasMetadata): GgufEntry[] {
  return file.metadata.filter(
    ({ key }) =>
      !allSplitKeys.has(key) && ![...allSplitKeys].some((name) => key === architectureKey(file, name)),
  );
}

/** The three keys of a part in the order in which gguf-split leaves them. */
export function splitEntries(index: number, count: number, tensorCount: number): GgufEntry[] {
  return [
    { key: splitKeys.index, value: { type: "u16", value: index } },
    { key: splitKeys.tensors, value: { type: "i32", value: tensorCount } },
    { key: splitKeys.count, value: { type: "u16", value: count } },
  ];
}

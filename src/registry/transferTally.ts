import type { OnProgress } from "../base/progress.js";

/** Progress of several blobs as one task: bytes that are where they should be. */
export interface TransferTally {
  /** A blob has come this far; it may go back after a fault. */
  set(digest: string, doneBytes: number): void;
  end(summary: string): void;
}

export function openTransferTally(
  onProgress: OnProgress,
  task: "push" | "pull",
  label: string,
  totalBytes: number,
): TransferTally {
  const done = new Map<string, number>();
  let sum = 0;
  onProgress({ kind: "start", task, label, totalBytes });
  return {
    set(digest, doneBytes) {
      sum += doneBytes - (done.get(digest) ?? 0);
      done.set(digest, doneBytes);
      onProgress({ kind: "advance", task, doneBytes: sum, item: digest.slice(7, 19) });
    },
    end: (summary) => onProgress({ kind: "end", task, summary }),
  };
}

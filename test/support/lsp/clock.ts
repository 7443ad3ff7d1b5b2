/** Time that passes when a test says so. */
export interface Clock {
  after(delayMs: number, run: () => void): () => void;
  /** How many calls are waiting. */
  readonly waiting: number;
  runAll(): void;
}

export function createClock(): Clock {
  const waiting = new Set<() => void>();
  return {
    after(_, run) {
      // A function of its own: the same one may be given twice.
      const call = () => run();
      waiting.add(call);
      return () => void waiting.delete(call);
    },
    get waiting() {
      return waiting.size;
    },
    runAll() {
      const calls = [...waiting];
      waiting.clear();
      for (const call of calls) call();
    },
  };
}

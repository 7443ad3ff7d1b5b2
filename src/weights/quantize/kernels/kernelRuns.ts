const runs = new Map<string, number>();

/** Notes that a kernel packed rows. `name` is what the code that did it calls itself. */
export function noteKernelRun(name: string): void {
  runs.set(name, (runs.get(name) ?? 0) + 1);
}

/** How often each native or WebAssembly kernel has packed rows in this process: the proof of which ran. */
export function countKernelRuns(name: string): number {
  return runs.get(name) ?? 0;
}

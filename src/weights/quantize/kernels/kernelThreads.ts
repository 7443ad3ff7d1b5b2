import { availableParallelism } from "node:os";

let limit: number | undefined;

/** How many threads kernels that have their own may use; undefined for as many as the machine runs at once. */
export function limitKernelThreads(threads: number | undefined): void {
  limit = threads === undefined ? undefined : Math.max(1, Math.floor(threads));
}

export function kernelThreads(): number {
  return limit ?? availableParallelism();
}

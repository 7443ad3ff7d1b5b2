import type { FileHandle } from "node:fs/promises";
import { createHasher, type Digest } from "../../base/digest.js";
import { writeFileAtomic } from "../../base/files.js";
import { openGgufModel } from "../gguf/openGgufModel.js";
import { printSplitName } from "../gguf/splitName.js";
import { planQuantize, type QuantizeOptions, type QuantizePlan } from "./plan/planQuantize.js";
import { type QuantizeRunOptions, runQuantize } from "./run/runQuantize.js";
import { ggufWeights } from "./weightSource.js";

export interface QuantizeTarget {
  /** The output file; with `keepSplit`, the prefix of its parts' names. */
  readonly path: string;
  readonly options: QuantizeOptions;
}

export interface QuantizeResult {
  readonly plan: QuantizePlan;
  /** One per file of the plan. */
  readonly files: readonly { readonly path: string; readonly sizeBytes: number; readonly digest: Digest }[];
}

/**
 * Quantizes a GGUF model (one file, or any part of a split one) to one or more outputs in one pass.
 * Each output appears whole or not at all.
 */
export async function quantizeFile(
  input: string,
  targets: readonly QuantizeTarget[],
  options: QuantizeRunOptions = {},
): Promise<QuantizeResult[]> {
  const opened = await openGgufModel(input);
  try {
    const source = ggufWeights(opened, input);
    const plans = targets.map((target) => planQuantize(source, target.options));
    const paths = targets.map((target, index) => pathsOf(target.path, plans[index]));
    return await withNewFiles(paths.flat(), async (handles) => {
      let next = 0;
      const outputs = plans.map((plan) => ({
        plan,
        files: plan.files.map(() => hashedFile(handles[next++])),
      }));
      await runQuantize(
        source,
        outputs.map(({ plan, files }) => ({ plan, write: async (file, bytes) => files[file]?.write(bytes) })),
        options,
      );
      return outputs.map(({ plan, files }, target) => ({
        plan,
        files: files.map((file, index) => ({
          path: paths[target]?.[index] ?? "",
          sizeBytes: plan.files[index]?.layout.sizeBytes ?? 0,
          digest: file.digest(),
        })),
      }));
    });
  } finally {
    await opened.close();
  }
}

function pathsOf(path: string, plan: QuantizePlan | undefined): string[] {
  const count = plan?.files.length ?? 1;
  if (count === 1) return [path];
  return Array.from({ length: count }, (_, index) => printSplitName({ prefix: path, index, count }));
}

/** Runs `work` with a new file per path; all of them appear when it succeeds, none when it fails. */
async function withNewFiles<T>(
  paths: readonly string[],
  work: (handles: readonly FileHandle[]) => Promise<T>,
  handles: readonly FileHandle[] = [],
): Promise<T> {
  const [path, ...rest] = paths;
  if (path === undefined) return work(handles);
  const results: T[] = [];
  await writeFileAtomic(path, async (handle) => {
    results.push(await withNewFiles(rest, work, [...handles, handle]));
  });
  return results[0] as T;
}

function hashedFile(handle: FileHandle | undefined): {
  write(bytes: Uint8Array): Promise<void>;
  digest(): Digest;
} {
  const hasher = createHasher();
  return {
    write: async (bytes) => {
      hasher.update(bytes);
      for (let done = 0; done < bytes.length && handle !== undefined; ) {
        done += (await handle.write(bytes, done, bytes.length - done)).bytesWritten;
      }
    },
    digest: () => hasher.digest(),
  };
}

import { statfs } from "node:fs/promises";
import { formatBytes } from "../../base/bytes.js";
import { MfError } from "../../base/errors.js";
import type { Store } from "../../store/layout.js";
import type { BuildPlan } from "../plan/buildPlan.js";

/** Fails before the first byte when what is computed does not fit. Files that are kept may cost nothing (clones). */
export async function checkSpace(plan: BuildPlan, store: Store): Promise<void> {
  const neededBytes = plan.works
    .filter(({ change }) => change.kind !== "keep")
    .reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const free = await statfs(store.root).catch(() => undefined);
  if (free === undefined) return;
  const freeBytes = free.bavail * free.bsize;
  if (neededBytes <= freeBytes) return;
  throw new MfError(
    "MF_E_STORE_FULL",
    `the build writes ${formatBytes(neededBytes)}, and ${store.root} has ${formatBytes(freeBytes)} free`,
    {
      hint: "`mf prune` deletes what no model uses; OLLAMA_MODELS or --store names another disk.",
      details: { neededBytes, freeBytes },
    },
  );
}

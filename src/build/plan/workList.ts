import type { OpenWeights } from "../inputs/openWeights.js";
import type { PlannedSource, WeightsChange, WeightsWork } from "./buildPlan.js";

/** Collects what is to be made of which weights; the same thing asked for twice is made once. */
export interface WorkList {
  add(weights: OpenWeights, change: WeightsChange): number;
  readonly sources: readonly PlannedSource[];
  readonly works: readonly WeightsWork[];
  /** The weights behind the sources, by index. */
  readonly opened: readonly OpenWeights[];
}

export function createWorkList(): WorkList {
  const opened: OpenWeights[] = [];
  const sources: PlannedSource[] = [];
  const works: WeightsWork[] = [];
  const sourceOf = (weights: OpenWeights): number => {
    const known = opened.indexOf(weights);
    if (known >= 0) return known;
    const { kind, label, origin } = weights;
    sources.push({ kind, label, origin, sizeBytes: weights.opened.model.sizeBytes });
    return opened.push(weights) - 1;
  };
  return {
    opened,
    sources,
    works,
    add: (weights, change) => {
      const source = sourceOf(weights);
      const known = works.findIndex((work) => work.source === source && isSameChange(work.change, change));
      if (known >= 0) return known;
      return works.push({ source, change, sizeBytes: sizeOf(weights, change) }) - 1;
    },
  };
}

function isSameChange(a: WeightsChange, b: WeightsChange): boolean {
  if (a.kind === "quantize") return b.kind === "quantize" && a.fileType === b.fileType;
  return a.kind === b.kind;
}

function sizeOf({ opened }: OpenWeights, change: WeightsChange): number {
  switch (change.kind) {
    case "keep":
      return opened.model.sizeBytes;
    case "copy":
      return change.plan.layout.sizeBytes;
    case "quantize":
      return change.plan.sizeBytes;
  }
}

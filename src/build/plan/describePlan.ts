import { type Digest, digestOf } from "../../base/digest.js";
import { printShortestModelName } from "../../base/modelName.js";
import { tryStatBlob } from "../../store/blobs.js";
import type { Store } from "../../store/layout.js";
import type { ModelConfig } from "../../store/modelConfig.js";
import type { WeightsOrigin } from "../inputs/openWeights.js";
import {
  type BuildPlan,
  mediaTypeOfLayer,
  type PlannedLayer,
  type WeightsChange,
  type WeightsWork,
} from "./buildPlan.js";

/** A plan as plain data: what `--dry-run` prints, and what the plan's digest is made from. */
export interface PlanDescription {
  readonly sources: readonly SourceDescription[];
  readonly works: readonly WorkDescription[];
  readonly models: readonly ModelDescription[];
  /** Bytes that are read from sources and written as new blobs of weights. */
  readonly readBytes: number;
  readonly writtenBytes: number;
  readonly notices: readonly string[];
}

export interface SourceDescription {
  readonly kind: string;
  readonly label: string;
  readonly sizeBytes: number;
  readonly origin: WeightsOrigin;
}

export interface WorkDescription {
  readonly source: number;
  readonly change: "keep" | "merge" | "describe" | "normalize" | "quantize";
  /** `Q4_K_M`, when quantized. */
  readonly fileType?: string;
  readonly sizeBytes: number;
  /** How many tensors get which type. */
  readonly tensors?: Readonly<Record<string, number>>;
  /** Tensors whose rows are too odd for the type that the recipe wanted. */
  readonly fallbacks?: number;
  readonly headerDigest?: Digest;
}

export interface ModelDescription {
  readonly names: readonly string[];
  readonly layers: readonly LayerDescription[];
  readonly config: ModelConfig;
  readonly sizeBytes: number;
}

export interface LayerDescription {
  readonly mediaType: string;
  readonly sizeBytes: number;
  /** Not known before weights are read. */
  readonly digest?: Digest;
  readonly work?: number;
  readonly from?: string;
}

export function describePlan(plan: BuildPlan): PlanDescription {
  const read = new Set(plan.works.map(({ source }) => source));
  return {
    sources: plan.sources.map(({ kind, label, sizeBytes, origin }) => ({ kind, label, sizeBytes, origin })),
    works: plan.works.map(describeWork),
    models: plan.models.map(({ names, layers, config }) => ({
      names: names.map(printShortestModelName),
      layers: layers.map(describeLayer),
      config,
      sizeBytes: layers.reduce((sum, layer) => sum + describeLayer(layer).sizeBytes, 0),
    })),
    readBytes: [...read].reduce((sum, index) => sum + (plan.sources[index]?.sizeBytes ?? 0), 0),
    writtenBytes: plan.works.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    notices: plan.notices,
  };
}

/** Two plans with one digest do the same thing to the same sources; names of the models do not count. */
export function digestOfPlan(plan: BuildPlan): Digest {
  const { sources, works, models } = describePlan(plan);
  const anonymous = models.map(({ layers, config }) => ({ layers, config }));
  return digestOf(JSON.stringify({ sources, works, models: anonymous }));
}

function describeWork({ source, change, sizeBytes }: WeightsWork): WorkDescription {
  const layouts = layoutsOf(change);
  const counted =
    change.kind === "keep" ? {} : { tensors: countTypes(layouts), headerDigest: digestOfHeaders(layouts) };
  return { source, change: nameOf(change), sizeBytes, ...counted, ...quantizeFacts(change) };
}

type Layouts = readonly {
  readonly header: Uint8Array;
  readonly tensors: readonly { readonly type: { readonly name: string } }[];
}[];

function layoutsOf(change: WeightsChange): Layouts {
  if (change.kind === "keep") return [];
  return change.kind === "copy" ? [change.plan.layout] : change.plan.files.map(({ layout }) => layout);
}

function nameOf(change: WeightsChange): WorkDescription["change"] {
  if (change.kind === "keep") return "keep";
  if (change.kind === "copy") return change.why;
  return change.fileType === undefined ? "normalize" : "quantize";
}

function quantizeFacts(change: WeightsChange): Pick<WorkDescription, "fileType" | "fallbacks"> {
  if (change.kind !== "quantize" || change.fileType === undefined) return {};
  const steps = change.plan.files.flatMap((file) => file.steps);
  const fallbacks = steps.filter((step) => step.fallbackFrom !== undefined).length;
  return { fileType: change.fileType.name, fallbacks };
}

function countTypes(layouts: Layouts): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { type } of layouts.flatMap(({ tensors }) => tensors)) {
    counts[type.name] = (counts[type.name] ?? 0) + 1;
  }
  return counts;
}

function digestOfHeaders(layouts: Layouts): Digest {
  return digestOf(Buffer.concat(layouts.map(({ header }) => header)));
}

function describeLayer(layer: PlannedLayer): LayerDescription {
  const mediaType = mediaTypeOfLayer(layer);
  switch (layer.kind) {
    case "stored": {
      const { digest, sizeBytes, from } = layer.layer;
      return { mediaType, sizeBytes, digest, ...(from && { from }) };
    }
    case "text":
      return { mediaType, sizeBytes: layer.sizeBytes, digest: layer.digest };
    case "weights":
      return {
        mediaType,
        sizeBytes: layer.sizeBytes,
        work: layer.work,
        ...(layer.from && { from: layer.from }),
      };
  }
}

/** The digests among the plan's layers that the store has already. */
export async function readPresentDigests(plan: PlanDescription, store: Store): Promise<ReadonlySet<Digest>> {
  const present = new Set<Digest>();
  for (const { digest, sizeBytes } of plan.models.flatMap(({ layers }) => layers)) {
    if (digest === undefined || present.has(digest)) continue;
    const found = await tryStatBlob(store, digest).catch(() => undefined);
    if (found?.sizeBytes === sizeBytes) present.add(digest);
  }
  return present;
}

import { MfError } from "../../base/errors.js";
import { ignoreProgress, type OnProgress } from "../../base/progress.js";
import { openBlob, type StoredBlob, touchBlob, writeBlob } from "../../store/blobs.js";
import { type Layer, printManifest } from "../../store/manifest.js";
import { type StoredModel, writeModel } from "../../store/manifests.js";
import { configMediaType } from "../../store/mediaTypes.js";
import { printModelConfig } from "../../store/modelConfig.js";
import type { StoreWriter } from "../../store/writer.js";
import type { TensorTypeName } from "../../weights/gguf/tensorTypes.js";
import type { Kernel } from "../../weights/quantize/kernels/kernel.js";
import type { BuildInputs } from "../inputs/openBuildInputs.js";
import type { BuildPlan, PlannedLayer, PlannedModel } from "../plan/buildPlan.js";
import { checkSpace } from "./checkSpace.js";
import { runWeights } from "./runWeights.js";

export interface BuildRunOptions {
  readonly onProgress?: OnProgress;
  readonly signal?: AbortSignal;
  /** Lets a blob share the user's file where the file system cannot clone it; see `importBlob`. */
  readonly allowHardLink?: boolean;
  readonly kernelFor?: (type: TensorTypeName) => Kernel;
}

export interface BuiltModel {
  readonly plan: PlannedModel;
  /** One a name. */
  readonly stored: readonly StoredModel[];
  readonly blobs: readonly StoredBlob[];
}

/** Carries a plan out. Weights come first, then small texts, then the names: a model appears when all of it is there. */
export async function runBuild(
  plan: BuildPlan,
  inputs: BuildInputs,
  writer: StoreWriter,
  options: BuildRunOptions = {},
): Promise<BuiltModel[]> {
  const { onProgress = ignoreProgress, signal } = options;
  await checkSpace(plan, writer.store);
  const weights = await runWeights(plan, inputs, writer, { ...options, onProgress });
  const built: BuiltModel[] = [];
  for (const model of plan.models) {
    signal?.throwIfAborted();
    built.push(await writePlannedModel(model, weights, writer));
  }
  return built;
}

async function writePlannedModel(
  plan: PlannedModel,
  weights: readonly StoredBlob[],
  writer: StoreWriter,
): Promise<BuiltModel> {
  const config = await writeBlob(writer, printModelConfig(plan.config));
  const blobs: StoredBlob[] = [];
  const layers: Layer[] = [];
  for (const planned of plan.layers) {
    const blob = await writeLayer(planned, weights, writer);
    blobs.push(blob);
    layers.push(layerOf(planned, blob));
  }
  const manifest = printManifest({
    config: { mediaType: configMediaType, digest: config.digest, sizeBytes: config.sizeBytes },
    layers,
  });
  const stored: StoredModel[] = [];
  for (const name of plan.names) stored.push(await writeModel(writer, name, manifest));
  return { plan, stored, blobs: [...blobs, config] };
}

async function writeLayer(
  planned: PlannedLayer,
  weights: readonly StoredBlob[],
  writer: StoreWriter,
): Promise<StoredBlob> {
  switch (planned.kind) {
    case "text":
      return await writeBlob(writer, planned.text, { digest: planned.digest });
    case "weights": {
      const blob = weights[planned.work];
      if (blob === undefined)
        throw new MfError("MF_E_BUILD_PLAN", "the plan names weights that nothing makes");
      return blob;
    }
    case "stored": {
      const { digest, sizeBytes } = planned.layer;
      await (await openBlob(writer.store, digest, sizeBytes)).close();
      await touchBlob(writer.store, digest);
      return { digest, sizeBytes, wasPresent: true };
    }
  }
}

function layerOf(planned: PlannedLayer, { digest, sizeBytes }: StoredBlob): Layer {
  if (planned.kind === "stored") return planned.layer;
  const from = planned.kind === "weights" && planned.from ? { from: planned.from } : {};
  return { mediaType: planned.mediaType, digest, sizeBytes, ...from };
}

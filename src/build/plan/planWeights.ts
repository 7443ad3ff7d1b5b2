import { fileTypeOf, ollamaFileType } from "../../weights/gguf/inspect/fileTypes.js";
import { getArchitecture, getString, type HasMetadata } from "../../weights/gguf/metadata.js";
import { planMerge } from "../../weights/gguf/rewrite/planMerge.js";
import { planQuantize } from "../../weights/quantize/plan/planQuantize.js";
import type { FileType } from "../../weights/quantize/recipe/fileTypes.js";
import type { TensorTypeOverride } from "../../weights/quantize/recipe/planTensorTypes.js";
import { ggufWeights } from "../../weights/quantize/weightSource.js";
import type { OpenWeights } from "../inputs/openWeights.js";
import { isEmbeddedTensor } from "../sources/weightsKind.js";
import type { WeightsChange } from "./buildPlan.js";
import { describeProjector } from "./describeProjector.js";
import { ollamaTensorTypes, requireOllamaTarget } from "./ollamaQuantize.js";

export interface WeightsOptions {
  /** The type that was asked for; undefined leaves the weights as they are. */
  readonly fileType: FileType | undefined;
  readonly allowRequantize: boolean;
  /** Rewrites what is kept otherwise, as `ollama create` does. */
  readonly normalize: boolean;
  readonly compat: boolean;
}

/** What becomes of the weights of one source. */
export function planWeights(weights: OpenWeights, options: WeightsOptions): WeightsChange {
  const { model } = weights.opened;
  if (weights.kind === "model") {
    const fileType = wantedType(model, options);
    if (fileType !== undefined) return quantize(weights, fileType, options);
    const isPlainText = !model.tensors.some(isEmbeddedTensor);
    if (weights.origin.kind === "files" && options.normalize && isPlainText) {
      return quantize(weights, undefined, options);
    }
  }
  if (model.parts.length > 1) return { kind: "copy", why: "merge", plan: planMerge(model) };
  if (weights.kind === "projector" && options.normalize && lacksProjectorType(model)) {
    return { kind: "copy", why: "describe", plan: describeProjector(model) };
  }
  return { kind: "keep" };
}

function wantedType(header: HasMetadata, { fileType, compat }: WeightsOptions): FileType | undefined {
  if (fileType === undefined) return undefined;
  if (compat) requireOllamaTarget(header, fileType);
  const label = compat ? ollamaFileType(header) : fileTypeOf(header)?.label;
  return label === fileType.name ? undefined : fileType;
}

function quantize(
  weights: OpenWeights,
  fileType: FileType | undefined,
  { compat, allowRequantize }: WeightsOptions,
): WeightsChange {
  const source = ggufWeights(weights.opened, weights.label);
  const overrides = fileType === undefined ? [] : embeddedAsTheyAre(weights);
  if (compat && fileType !== undefined) overrides.push(...ollamaTensorTypes(source, fileType));
  const plan = planQuantize(source, { fileType, allowRequantize, overrides });
  return { kind: "quantize", fileType, plan };
}

/** The parts that are no text model are small and suffer most: they keep their types. */
function embeddedAsTheyAre({ opened }: OpenWeights): TensorTypeOverride[] {
  return opened.model.tensors
    .filter(isEmbeddedTensor)
    .map(({ name, type }) => ({ pattern: new RegExp(`^${escapePattern(name)}$`), type }));
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}

function lacksProjectorType(header: HasMetadata): boolean {
  return getArchitecture(header) === "clip" && getString(header, "clip.projector_type") === undefined;
}

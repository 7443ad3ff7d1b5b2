import type { Digest } from "../../base/digest.js";
import type { ModelName } from "../../base/modelName.js";
import type { Layer } from "../../store/manifest.js";
import type { ModelConfig } from "../../store/modelConfig.js";
import type { CopyPlan } from "../../weights/gguf/rewrite/planCopy.js";
import type { QuantizePlan } from "../../weights/quantize/plan/planQuantize.js";
import type { FileType } from "../../weights/quantize/recipe/fileTypes.js";
import type { WeightsOrigin } from "../inputs/openWeights.js";
import type { WeightsKind } from "../sources/weightsKind.js";

/** Everything that a build will do, known before a weight is read. */
export interface BuildPlan {
  readonly sources: readonly PlannedSource[];
  readonly works: readonly WeightsWork[];
  readonly models: readonly PlannedModel[];
  /** What was decided without being asked for, and why. */
  readonly notices: readonly string[];
}

export interface PlannedSource {
  readonly kind: WeightsKind;
  readonly label: string;
  readonly origin: WeightsOrigin;
  readonly sizeBytes: number;
}

/** One blob that is made from the weights of one source. */
export interface WeightsWork {
  /** Index into the plan's sources. */
  readonly source: number;
  readonly change: WeightsChange;
  readonly sizeBytes: number;
}

export type WeightsChange =
  /** The file as it is: the blob's digest is the file's. */
  | { readonly kind: "keep" }
  /** The same tensors under another header. */
  | { readonly kind: "copy"; readonly why: "merge" | "describe"; readonly plan: CopyPlan }
  /** `fileType` undefined: llama-quantize's COPY, which changes the layout only. */
  | { readonly kind: "quantize"; readonly fileType: FileType | undefined; readonly plan: QuantizePlan };

export interface PlannedModel {
  readonly names: readonly ModelName[];
  readonly fileType: FileType | undefined;
  /** In the order of the manifest. */
  readonly layers: readonly PlannedLayer[];
  readonly config: ModelConfig;
}

export type PlannedLayer =
  /** A blob of the store, from the base model. */
  | { readonly kind: "stored"; readonly layer: Layer }
  | TextLayer
  /** `work`: index into the plan's works. */
  | {
      readonly kind: "weights";
      readonly mediaType: string;
      readonly work: number;
      readonly sizeBytes: number;
      readonly from?: string;
    };

export interface TextLayer {
  readonly kind: "text";
  readonly mediaType: string;
  readonly text: string;
  readonly digest: Digest;
  readonly sizeBytes: number;
}

export function mediaTypeOfLayer(layer: PlannedLayer): string {
  return layer.kind === "stored" ? layer.layer.mediaType : layer.mediaType;
}

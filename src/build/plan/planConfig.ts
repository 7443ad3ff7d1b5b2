import type { ModelConfig } from "../../store/modelConfig.js";
import { fileTypeOf, ollamaFileType } from "../../weights/gguf/inspect/fileTypes.js";
import { countParameters, printParameterCount } from "../../weights/gguf/inspect/parameterCount.js";
import { getArchitecture, type HasMetadata } from "../../weights/gguf/metadata.js";
import type { BuildRequest } from "../request/buildRequest.js";

/** What the config says about weights: the header of the blob that they become. */
export interface WeightsFacts extends HasMetadata {
  readonly tensors: readonly { readonly dims: readonly number[] }[];
}

export interface ConfigInputs {
  readonly request: BuildRequest;
  readonly base: ModelConfig | undefined;
  /** In the order of their layers. */
  readonly models: readonly WeightsFacts[];
  readonly drafts: readonly HasMetadata[];
  readonly compat: boolean;
}

/** The config of a built model; the first that says something counts, as in Ollama v0.33. */
export function planConfig({ request, base, models, drafts, compat }: ConfigInputs): ModelConfig {
  const { info = {}, remote } = request;
  const families = models.map((model) => getArchitecture(model) ?? "");
  const [first] = models;
  const [draft] = drafts;
  // Ollama forgets the facts of a base that is no GGUF file, having nothing to compute them from.
  const kept = compat || models.length > 0 ? {} : (base ?? {});
  return {
    modelFormat: base?.modelFormat || (first && "gguf"),
    modelFamily: info.modelFamily || families[0] || kept.modelFamily,
    modelFamilies:
      listOrNone([...(info.modelFamily ? [info.modelFamily] : []), ...families]) ?? kept.modelFamilies,
    modelType: info.modelType || (first && sizeOf(first)) || kept.modelType,
    fileType: info.fileType || (first && labelOf(first, compat)) || kept.fileType,
    renderer: request.renderer || base?.renderer,
    parser: request.parser || base?.parser,
    requires: request.requires || base?.requires,
    remoteHost: remote?.host ?? kept.remoteHost,
    remoteModel: remote?.model ?? kept.remoteModel,
    capabilities: info.capabilities?.length ? info.capabilities : base?.capabilities,
    contextLength: info.contextLength || kept.contextLength,
    embeddingLength: info.embeddingLength || kept.embeddingLength,
    baseName: info.baseName || kept.baseName,
    draft: draft ? { modelFormat: "gguf", architecture: getArchitecture(draft) } : kept.draft,
    // Ollama's server writes these two whatever it runs on.
    architecture: "amd64",
    os: "linux",
  };
}

function listOrNone(items: readonly string[]): readonly string[] | undefined {
  return items.length === 0 ? undefined : items;
}

function sizeOf({ tensors }: WeightsFacts): string {
  return printParameterCount(countParameters(tensors));
}

/** Ollama's label of an all-F32 file is `unknown`. */
function labelOf(model: WeightsFacts, compat: boolean): string {
  const label = compat ? ollamaFileType(model) : fileTypeOf(model)?.label;
  return label ?? "unknown";
}

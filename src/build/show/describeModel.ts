import { printShortestModelName } from "../../base/modelName.js";
import { printFloat32 } from "../../language/modelfile/parameterValue.js";
import type { JsonObject, JsonValue } from "../../store/goJson.js";
import { layersOfKind } from "../../store/manifest.js";
import { readNumbers, readStrings } from "../../weights/gguf/ggufArray.js";
import type { GgufArray, GgufValue } from "../../weights/gguf/ggufValue.js";
import { ollamaFileType } from "../../weights/gguf/inspect/fileTypes.js";
import { countParameters } from "../../weights/gguf/inspect/parameterCount.js";
import { architectureKey, getUint } from "../../weights/gguf/metadata.js";
import type { GgufFile } from "../../weights/gguf/readGguf.js";
import { chooseChatPath, type ReadTemplateAbilities, readCapabilities } from "./capabilities.js";
import type { ModelDetails } from "./modelDetails.js";
import { printOllamaModelfile } from "./printOllamaModelfile.js";
import { printParameters } from "./printParameters.js";

export interface DescribeOptions {
  readonly readTemplate: ReadTemplateAbilities;
  /** With the values of arrays, vocabularies for instance. */
  readonly verbose: boolean;
}

/** The answer of Ollama v0.33's /api/show. */
export function describeModel(details: ModelDetails, { readTemplate, verbose }: DescribeOptions): JsonObject {
  const { config, licenses, messages, model, projectors, system } = details;
  const path = chooseChatPath(details, readTemplate);
  const projector = projectors[0]?.header;
  return {
    license: licenses.join("\n") || undefined,
    modelfile: printOllamaModelfile(details),
    parameters: printParameters(details.params) || undefined,
    template: path.template,
    system: system || undefined,
    details: describeFacts(details),
    messages: messages.length === 0 ? undefined : messages.map(({ role, content }) => ({ role, content })),
    remote_model: config.remoteModel,
    remote_host: config.remoteHost,
    model_info: model?.header ? describeMetadata(model.header, verbose) : describeRemote(details),
    projector_info: projector && describeMetadata(projector, verbose),
    tensors: model?.header?.tensors.map(({ name, type, dims }) => ({
      name,
      type: type.name.toUpperCase(),
      shape: dims,
    })),
    capabilities: listOrNone(readCapabilities(details, path)),
    modified_at: new Date(details.stored.modifiedMs).toISOString(),
    requires: config.requires,
  };
}

/** An entry of /api/tags. */
export function describeListed(details: ModelDetails, readTemplate: ReadTemplateAbilities): JsonObject {
  const { config, model, stored } = details;
  const name = printShortestModelName(stored.name);
  const own = (key: string): number | undefined =>
    model?.header && getUint(model.header, architectureKey(model.header, key));
  const { manifest } = stored;
  return {
    name,
    model: name,
    remote_model: config.remoteModel,
    remote_host: config.remoteHost,
    modified_at: new Date(stored.modifiedMs).toISOString(),
    size: [...manifest.layers, manifest.config].reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    digest: stored.id,
    details: {
      ...describeFacts(details),
      context_length: config.contextLength ?? own("context_length"),
      embedding_length: config.embeddingLength ?? own("embedding_length"),
    },
    capabilities: listOrNone(
      readCapabilities(details, chooseChatPath(details, readTemplate), { isList: true }),
    ),
  };
}

function describeFacts({ config, model, stored }: ModelDetails): JsonObject {
  const own = model?.header && ollamaFileType(model.header);
  const isUnknown = !config.fileType || config.fileType === "unknown";
  return {
    parent_model: layersOfKind(stored.manifest, "model").at(-1)?.from ?? "",
    format: config.modelFormat ?? "",
    family: config.modelFamily ?? "",
    families: config.modelFamilies ?? null,
    parameter_size: config.modelType ?? "",
    quantization_level: (isUnknown && own ? own : config.fileType) ?? "",
  };
}

/** Ollama leaves these two out: one is never used, the other is the template. */
const hiddenKeys: ReadonlySet<string> = new Set(["general.name", "tokenizer.chat_template"]);

function describeMetadata(header: GgufFile, verbose: boolean): JsonObject {
  const entries = header.metadata
    .filter(({ key }) => !hiddenKeys.has(key))
    .map(({ key, value }): [string, JsonValue] => [key, jsonOf(value, verbose)]);
  return Object.fromEntries([...entries, ["general.parameter_count", countParameters(header.tensors)]]);
}

function describeRemote({ config }: ModelDetails): JsonObject {
  const { modelFamily, contextLength, embeddingLength } = config;
  return {
    "general.architecture": modelFamily,
    [`${modelFamily}.context_length`]: contextLength,
    [`${modelFamily}.embedding_length`]: embeddingLength,
  };
}

function jsonOf(value: GgufValue, verbose: boolean): JsonValue {
  if (value.type === "array") return value.length > 0 && !verbose ? null : listOf(value);
  if (value.type === "f32") return float32(value.value);
  return typeof value.value === "bigint" ? Number(value.value) : value.value;
}

function listOf(array: GgufArray): JsonValue {
  if (array.elementType === "string") return readStrings(array);
  const numbers = readNumbers(array);
  if (array.elementType === "bool") return numbers.map((item) => item !== 0);
  return array.elementType === "f32" ? numbers.map(float32) : numbers;
}

/** The number that Go writes for a float32: the shortest that gives it back. */
function float32(value: number): number {
  return Number.isFinite(value) && value !== 0 ? Number(printFloat32(value)) : value;
}

function listOrNone(items: readonly string[]): readonly string[] | undefined {
  return items.length === 0 ? undefined : items;
}

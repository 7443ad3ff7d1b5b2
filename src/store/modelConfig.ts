import { MfError } from "../base/errors.js";
import { printable } from "../base/redact.js";
import { type JsonObject, printGoJson } from "./goJson.js";
import {
  asRawObject,
  parseRawObject,
  type RawObject,
  readOptionalCount,
  readOptionalText,
  readOptionalTexts,
} from "./rawJson.js";

/** The config blob of a model, Ollama v0.33 types/model/config.go. An empty text is an absent one. */
export interface ModelConfig {
  readonly modelFormat?: string | undefined;
  readonly modelFamily?: string | undefined;
  readonly modelFamilies?: readonly string[] | undefined;
  /** The number of parameters, for people: `8.0B`. */
  readonly modelType?: string | undefined;
  readonly fileType?: string | undefined;
  readonly renderer?: string | undefined;
  readonly parser?: string | undefined;
  readonly requires?: string | undefined;
  readonly remoteHost?: string | undefined;
  readonly remoteModel?: string | undefined;
  readonly capabilities?: readonly string[] | undefined;
  readonly contextLength?: number | undefined;
  readonly embeddingLength?: number | undefined;
  readonly baseName?: string | undefined;
  readonly draft?: DraftConfig | undefined;
  readonly architecture?: string | undefined;
  readonly os?: string | undefined;
}

export interface DraftConfig {
  readonly modelFormat?: string | undefined;
  readonly architecture?: string | undefined;
  readonly tensorPrefix?: string | undefined;
  readonly config?: string | undefined;
}

/** A config is small facts about a model; the largest seen hold a rootfs of some kilobytes. */
export const maxConfigBytes = 1024 * 1024;

/** The bytes of the config blob, with the newline that Ollama's create writes. */
export function printModelConfig(config: ModelConfig): string {
  return printGoJson({
    model_format: config.modelFormat ?? "",
    model_family: config.modelFamily ?? "",
    model_families: config.modelFamilies ?? null,
    model_type: config.modelType ?? "",
    file_type: config.fileType ?? "",
    renderer: config.renderer || undefined,
    parser: config.parser || undefined,
    requires: config.requires || undefined,
    remote_host: config.remoteHost || undefined,
    remote_model: config.remoteModel || undefined,
    capabilities: config.capabilities?.length ? config.capabilities : undefined,
    context_length: config.contextLength || undefined,
    embedding_length: config.embeddingLength || undefined,
    base_name: config.baseName || undefined,
    draft: config.draft && printDraft(config.draft),
    architecture: config.architecture ?? "",
    os: config.os ?? "",
  });
}

function printDraft(draft: DraftConfig): JsonObject {
  return {
    model_format: draft.modelFormat || undefined,
    architecture: draft.architecture || undefined,
    tensor_prefix: draft.tensorPrefix || undefined,
    config: draft.config || undefined,
  };
}

/** Reads a config blob; keys that Ollama does not know are passed over. */
export function parseModelConfig(bytes: Uint8Array, label: string): ModelConfig {
  const what = `config ${printable(label)}`;
  if (bytes.length > maxConfigBytes) {
    throw new MfError("MF_E_CONFIG_INVALID", `${what} has more than ${maxConfigBytes} bytes`);
  }
  try {
    return readConfig(parseRawObject(bytes, what));
  } catch (error) {
    if (!(error instanceof MfError)) throw error;
    throw new MfError("MF_E_CONFIG_INVALID", error.message, { cause: error });
  }
}

function readConfig(raw: RawObject): ModelConfig {
  const draft = raw.fields.draft ?? undefined;
  return {
    modelFormat: readOptionalText(raw, "model_format"),
    modelFamily: readOptionalText(raw, "model_family"),
    modelFamilies: readOptionalTexts(raw, "model_families"),
    modelType: readOptionalText(raw, "model_type"),
    fileType: readOptionalText(raw, "file_type"),
    renderer: readOptionalText(raw, "renderer"),
    parser: readOptionalText(raw, "parser"),
    requires: readOptionalText(raw, "requires"),
    remoteHost: readOptionalText(raw, "remote_host"),
    remoteModel: readOptionalText(raw, "remote_model"),
    capabilities: readOptionalTexts(raw, "capabilities"),
    contextLength: readOptionalCount(raw, "context_length"),
    embeddingLength: readOptionalCount(raw, "embedding_length"),
    baseName: readOptionalText(raw, "base_name"),
    draft: draft === undefined ? undefined : readDraft(asRawObject(draft, `draft of ${raw.what}`)),
    architecture: readOptionalText(raw, "architecture"),
    os: readOptionalText(raw, "os"),
  };
}

function readDraft(raw: RawObject): DraftConfig {
  return {
    modelFormat: readOptionalText(raw, "model_format"),
    architecture: readOptionalText(raw, "architecture"),
    tensorPrefix: readOptionalText(raw, "tensor_prefix"),
    config: readOptionalText(raw, "config"),
  };
}

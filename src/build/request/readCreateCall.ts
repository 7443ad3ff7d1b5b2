import { type Digest, isDigest } from "../../base/digest.js";
import { MfError } from "../../base/errors.js";
import { type ModelName, resolveModelName } from "../../base/modelName.js";
import { printable } from "../../base/redact.js";
import type { JsonObject, JsonValue } from "../../store/goJson.js";
import { blobPathOf, type Store } from "../../store/layout.js";
import {
  asRawObject,
  parseRawObject,
  type RawObject,
  readOptionalCount,
  readOptionalText,
  readOptionalTexts,
} from "../../store/rawJson.js";
import { parseMessages, type StoredMessage } from "../../store/textLayers.js";
import { type FileType, resolveFileType } from "../../weights/quantize/recipe/fileTypes.js";
import type { BuildRequest, ModelInfo, SourceFile } from "./buildRequest.js";
import { tryRemoteModel } from "./remoteModel.js";

/** What a call of Ollama's POST /api/create asks for; its files are blobs of the store already. */
export interface CreateCall {
  readonly name: ModelName;
  readonly request: BuildRequest;
  readonly fileType: FileType | undefined;
}

export function readCreateCall(body: Uint8Array, store: Store): CreateCall {
  if (body.length === 0) throw new MfError("MF_E_CREATE_CALL", "missing request body");
  const raw = parseRawObject(body, "the request");
  const name = resolveModelName(readOptionalText(raw, "model") ?? readOptionalText(raw, "name") ?? "");
  const from = readOptionalText(raw, "from");
  const remote = tryRemoteModel(from, readOptionalText(raw, "remote_host"));
  if (from === undefined && raw.fields.files === undefined) {
    throw new MfError("MF_E_CREATE_CALL", "neither 'from' or 'files' was specified");
  }
  const quantize = readOptionalText(raw, "quantize") ?? readOptionalText(raw, "quantization");
  return {
    name,
    fileType: quantize === undefined ? undefined : resolveFileType(quantize),
    request: {
      from: remote ? undefined : from,
      remote,
      files: readFiles(raw, "files", store),
      adapters: readFiles(raw, "adapters", store),
      drafts: readFiles(raw, "draft_files", store),
      template: readOptionalText(raw, "template"),
      system: readOptionalText(raw, "system"),
      renderer: readOptionalText(raw, "renderer"),
      parser: readOptionalText(raw, "parser"),
      requires: readOptionalText(raw, "requires"),
      licenses: readLicenses(raw),
      parameters: readObject(raw, "parameters"),
      messages: readMessages(raw.fields.messages),
      info: readInfo(asRawObject(raw.fields.info ?? {}, "info")),
    },
  };
}

function readFiles(raw: RawObject, key: string, store: Store): SourceFile[] {
  return Object.entries(readObject(raw, key)).map(([name, value]) => {
    if (!isValidPath(name)) {
      throw new MfError("MF_E_CREATE_CALL", `file path must be relative: "${printable(name)}"`);
    }
    return { name, path: blobPathOf(store, readDigest(value)) };
  });
}

/** fs.ValidPath of Go. */
function isValidPath(name: string): boolean {
  return name === "." || name.split("/").every((part) => part !== "" && part !== "." && part !== "..");
}

function readDigest(value: JsonValue | undefined): Digest {
  const digest = typeof value === "string" ? value.replace(/^sha256-/, "sha256:").toLowerCase() : "";
  if (isDigest(digest)) return digest;
  throw new MfError(
    "MF_E_CREATE_CALL",
    `invalid digest format: ${printable(JSON.stringify(value ?? null), 100)}`,
  );
}

/** A single empty text is none; in a list it is one. */
function readLicenses(raw: RawObject): readonly string[] {
  const value = raw.fields.license;
  if (typeof value === "string") return value === "" ? [] : [value];
  return readOptionalTexts(raw, "license") ?? [];
}

function readObject(raw: RawObject, key: string): JsonObject {
  return asRawObject(raw.fields[key] ?? {}, `${key} of ${raw.what}`).fields as JsonObject;
}

function readMessages(value: unknown): StoredMessage[] {
  if (value === undefined || value === null) return [];
  return parseMessages(Buffer.from(JSON.stringify(value))).map(({ toolCalls, ...message }) => ({
    ...message,
    toolCalls: toolCalls?.map(normalizeToolCall),
  }));
}

/** The fields that Ollama v0.33 knows, in its order; an index that is not there is 0. */
function normalizeToolCall(call: JsonValue): JsonObject {
  const raw = asRawObject(call, "a tool call");
  const called = asRawObject(raw.fields.function ?? {}, "function of a tool call");
  return {
    id: readOptionalText(raw, "id"),
    function: {
      index: readOptionalCount(called, "index") ?? 0,
      name: readOptionalText(called, "name") ?? "",
      arguments: readObject(called, "arguments"),
    },
  };
}

function readInfo(raw: RawObject): ModelInfo {
  return {
    capabilities: readOptionalTexts(raw, "capabilities"),
    modelFamily: readOptionalText(raw, "model_family"),
    baseName: readOptionalText(raw, "base_name"),
    fileType: readOptionalText(raw, "quantization_level"),
    modelType: readOptionalText(raw, "parameter_size"),
    contextLength: readOptionalCount(raw, "context_length"),
    embeddingLength: readOptionalCount(raw, "embedding_length"),
  };
}

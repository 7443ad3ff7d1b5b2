import { MfError } from "../base/errors.js";
import { type JsonObject, type JsonValue, printGoJson, printGoMapJson } from "./goJson.js";
import type { LayerKind } from "./mediaTypes.js";
import {
  asRawArray,
  asRawObject,
  parseRawJson,
  parseRawObject,
  type RawObject,
  readOptionalText,
  readOptionalTexts,
} from "./rawJson.js";

/** Templates, licences and conversations are read whole; more than this is no text a person wrote. */
export const maxTextLayerBytes = 16 * 1024 * 1024;

/** A message of a model's recorded conversation, Ollama v0.33 api.Message. */
export interface StoredMessage {
  readonly role: string;
  readonly content: string;
  readonly thinking?: string | undefined;
  /** Base64. */
  readonly images?: readonly string[] | undefined;
  /** As it stands in the layer; the order of its keys is kept. */
  readonly toolCalls?: readonly JsonValue[] | undefined;
  readonly toolName?: string | undefined;
  readonly toolCallId?: string | undefined;
}

export type StoredParams = JsonObject;

/** The bytes of a params layer: a Go map, keys sorted, and a newline. */
export function printParams(params: StoredParams): string {
  return printGoMapJson(params);
}

export function parseParams(bytes: Uint8Array): StoredParams {
  return inLayer("params", () => parseRawObject(bytes, "params layer").fields as JsonObject);
}

/** The bytes of a messages layer: a Go slice of structs, and a newline. */
export function printMessages(messages: readonly StoredMessage[]): string {
  return printGoJson(messages.map(printMessage));
}

function printMessage(message: StoredMessage): JsonObject {
  return {
    role: message.role,
    content: message.content,
    thinking: message.thinking || undefined,
    images: message.images?.length ? message.images : undefined,
    tool_calls: message.toolCalls?.length ? message.toolCalls : undefined,
    tool_name: message.toolName || undefined,
    tool_call_id: message.toolCallId || undefined,
  };
}

export function parseMessages(bytes: Uint8Array): readonly StoredMessage[] {
  return inLayer("messages", () =>
    asRawArray(parseRawJson(bytes, "messages layer") ?? [], "messages layer").map((item, index) =>
      readMessage(asRawObject(item, `message ${index}`)),
    ),
  );
}

function readMessage(raw: RawObject): StoredMessage {
  const toolCalls = raw.fields.tool_calls ?? undefined;
  return {
    role: readOptionalText(raw, "role") ?? "",
    content: readOptionalText(raw, "content") ?? "",
    thinking: readOptionalText(raw, "thinking"),
    images: readOptionalTexts(raw, "images"),
    toolCalls:
      toolCalls === undefined
        ? undefined
        : (asRawArray(toolCalls, `tool_calls of ${raw.what}`) as readonly JsonValue[]),
    toolName: readOptionalText(raw, "tool_name"),
    toolCallId: readOptionalText(raw, "tool_call_id"),
  };
}

function inLayer<T>(kind: LayerKind, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof MfError)) throw error;
    throw new MfError("MF_E_LAYER_INVALID", error.message, { cause: error, details: { kind } });
  }
}

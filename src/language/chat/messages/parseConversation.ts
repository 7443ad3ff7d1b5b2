import { MfError } from "../../../base/errors.js";
import { printable } from "../../../base/redact.js";
import {
  type Conversation,
  isThink,
  type Message,
  type Think,
  type Tool,
  type ToolCall,
} from "./messages.js";
import {
  conversationLimits,
  describeJson,
  failAt,
  type JsonPlace,
  member,
  readAny,
  readInteger,
  readList,
  readObject,
  readText,
  tryReadText,
} from "./readJson.js";
import { readTool } from "./readTool.js";
import { toGoLower } from "./toGoLower.js";

/** Parses the JSON of a chat request, or of its list of messages alone. */
export function parseConversation(text: string): Conversation {
  return readConversation(parseJson(text));
}

/** Parses a list of tools, as a request or a file of its own holds it. */
export function parseTools(text: string): readonly Tool[] | undefined {
  return readTools(parseJson(text));
}

export function readConversation(json: unknown): Conversation {
  const root: JsonPlace = Array.isArray(json)
    ? { value: { messages: json }, path: "" }
    : { value: json, path: "" };
  readObject(root, 'Write `{"messages": […]}`, or the list of messages alone.');
  return {
    messages: readList(member(root, "messages"), readMessage, conversationLimits.maxMessages) ?? [],
    tools: readList(member(root, "tools"), readTool),
    think: readThink(member(root, "think")),
  };
}

export function readTools(json: unknown): readonly Tool[] | undefined {
  return json === null ? undefined : readList({ value: json, path: "tools" }, readTool);
}

function parseJson(text: string): unknown {
  if (text.length > conversationLimits.maxTextLength) {
    const { maxTextLength } = conversationLimits;
    throw new MfError("MF_E_CONVERSATION", `The JSON is longer than ${maxTextLength} characters.`);
  }
  try {
    return JSON.parse(text.replace(/^\ufeff/, "")) as unknown;
  } catch (cause) {
    const reason = cause instanceof Error ? printable(cause.message) : "";
    throw new MfError("MF_E_CONVERSATION", `This is not JSON: ${reason}`, { cause });
  }
}

function readMessage(place: JsonPlace): Message {
  if (place.value !== null) readObject(place);
  return {
    role: toGoLower(readText(member(place, "role"))),
    content: readContent(place),
    thinking: tryReadText(member(place, "thinking")),
    images: readList(member(place, "images"), readImage),
    toolCalls: readList(member(place, "tool_calls"), readToolCall),
    toolName: tryReadText(member(place, "tool_name")),
    toolCallId: tryReadText(member(place, "tool_call_id")),
  };
}

function readContent(message: JsonPlace): string {
  const hint =
    "Ollama's API takes text; the list of parts of OpenAI's API has to be joined, its images in `images`.";
  return readText(member(message, "content"), hint);
}

/** Base64 as Go's decoder takes it: padded, line breaks allowed. */
function readImage(place: JsonPlace): Uint8Array {
  const base64 = readText(place).replace(/[\r\n]/g, "");
  if (base64.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(base64)) {
    const hint = base64.startsWith("data:") ? "Leave out what stands before the comma." : undefined;
    failAt(place, "is not base64", hint);
  }
  return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
}

function readToolCall(place: JsonPlace): ToolCall {
  if (place.value !== null) readObject(place);
  const call = member(place, "function");
  if (call === undefined) return { id: tryReadText(member(place, "id")), name: "" };
  readObject(call);
  const args = member(call, "arguments");
  const hint = "OpenAI's API writes arguments as JSON inside text; Ollama's takes the object itself.";
  readAny(args);
  return {
    id: tryReadText(member(place, "id")),
    index: readInteger(member(call, "index")),
    name: readText(member(call, "name")),
    arguments: args === undefined ? undefined : readObject(args, hint),
  };
}

function readThink(place: JsonPlace | undefined): Think | undefined {
  if (place === undefined) return undefined;
  if (isThink(place.value)) return place.value;
  const shown = typeof place.value === "string" ? `"${printable(place.value)}"` : describeJson(place.value);
  return failAt(place, `is ${shown}, but must be true, false, "high", "medium", "low" or "max"`);
}

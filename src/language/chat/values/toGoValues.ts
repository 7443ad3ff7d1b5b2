import {
  anyType,
  type GoSlice,
  type GoStruct,
  type GoValue,
  goMapOf,
  goPointer,
  goSlice,
  goStruct,
  goValueFromJson,
  inSlot,
  type MapType,
  pointerTo,
  type SliceType,
  sliceOf,
  zeroOf,
} from "../../gotemplate/index.js";
import type { Message, Tool, ToolCall, ToolProperties, ToolProperty } from "../messages/messages.js";
import {
  imageType,
  orderedPropertiesType,
  propertiesType,
  propertyType,
  propertyTypeType,
  textListType,
} from "./apiTypes.js";
import { byteValues, goText } from "./methods.js";
import {
  argumentsType,
  callFunctionType,
  messagesType,
  messageType,
  parameterMapType,
  parametersType,
  toolCallType,
  toolFunctionType,
  toolsType,
  toolType,
} from "./templateTypes.js";

/** `.Messages`: a list of pointers, nil without messages. */
export function toGoMessages(messages: readonly Message[]): GoSlice {
  return goSlice(messagesType, messages.length === 0 ? undefined : messages.map(toGoMessage));
}

function toGoMessage(message: Message): GoValue {
  return goPointer(
    goStruct(messageType, {
      Role: goText(message.role),
      Content: goText(message.content),
      Thinking: goText(message.thinking),
      Images: goSlice(sliceOf(imageType), message.images?.map(toGoImage)),
      ToolCalls: listOrNil(sliceOf(toolCallType), message.toolCalls?.map(toGoToolCall)),
      ToolName: goText(message.toolName),
      ToolCallID: goText(message.toolCallId),
    }),
  );
}

/** Bytes as Go values take many times their room, and hardly a template looks at them: made when first read. */
function toGoImage(bytes: Uint8Array): GoSlice {
  let backing: readonly GoValue[] | undefined;
  return {
    kind: "slice",
    type: imageType,
    start: 0,
    length: bytes.length,
    capacity: bytes.length,
    get backing() {
      backing ??= byteValues(bytes);
      return backing;
    },
  };
}

function toGoToolCall(call: ToolCall): GoStruct {
  return goStruct(toolCallType, {
    ID: goText(call.id),
    Function: goStruct(callFunctionType, {
      Index: call.index ?? 0,
      Name: goText(call.name),
      Arguments: mapOrNil(
        argumentsType,
        call.arguments && Object.entries(call.arguments).map(([name, value]) => [name, anyValue(value)]),
      ),
    }),
  });
}

/** `.Tools`: nil where the request has none, which prints `null` and not `[]`. */
export function toGoTools(tools: readonly Tool[] | undefined): GoSlice {
  return goSlice(toolsType, tools?.map(toGoTool));
}

function toGoTool(tool: Tool): GoStruct {
  const { name, description, parameters } = tool.function;
  return goStruct(toolType, {
    Type: goText(tool.type),
    Items: anyValue(tool.items),
    Function: goStruct(toolFunctionType, {
      Name: goText(name),
      Description: goText(description),
      Parameters: goStruct(parametersType, {
        Type: goText(parameters.type),
        Defs: anyValue(parameters.defs),
        Items: anyValue(parameters.items),
        Required: goSlice(textListType, parameters.required?.map(goText)),
        Properties: mapOrNil(
          parameterMapType,
          parameters.properties && propertyEntries(parameters.properties),
        ),
      }),
    }),
  });
}

function propertyEntries(properties: ToolProperties): readonly (readonly [string, GoValue])[] {
  return Array.from(properties, ([name, property]) => [name, toGoProperty(property)]);
}

function toGoProperty(property: ToolProperty): GoStruct {
  return goStruct(propertyType, {
    AnyOf: goSlice(sliceOf(propertyType), property.anyOf?.map(toGoProperty)),
    Type: goSlice(propertyTypeType, property.type?.map(goText)),
    Items: anyValue(property.items),
    Description: goText(property.description),
    Enum: goSlice(sliceOf(anyType), property.enum?.map(anyValue)),
    Properties: toGoProperties(property.properties),
    Required: goSlice(textListType, property.required?.map(goText)),
  });
}

function toGoProperties(properties: ToolProperties | undefined): GoValue {
  if (properties === undefined) return zeroOf(pointerTo(propertiesType));
  const ordered = goPointer(mapOrNil(orderedPropertiesType, propertyEntries(properties)));
  return goPointer(goStruct(propertiesType, { om: ordered }));
}

function anyValue(json: unknown): GoValue {
  return inSlot(anyType, goValueFromJson(json));
}

function mapOrNil(
  type: MapType,
  entries: readonly (readonly [string, GoValue])[] | undefined,
): Exclude<GoValue, undefined> {
  if (entries === undefined) return { kind: "map", type, entries: undefined, keys: undefined };
  return goMapOf(
    type,
    entries.map(([name, value]) => [goText(name), value]),
  );
}

/** Ollama appends call by call: a list without any stays nil. */
function listOrNil(type: SliceType, items: readonly GoValue[] | undefined): GoSlice {
  return goSlice(type, items?.length === 0 ? undefined : items);
}

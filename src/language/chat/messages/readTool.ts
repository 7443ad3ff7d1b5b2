import type { Tool, ToolFunction, ToolParameters, ToolProperties, ToolProperty } from "./messages.js";
import {
  checkDepth,
  conversationLimits,
  failAt,
  type JsonPlace,
  member,
  memberOrNull,
  readAny,
  readList,
  readObject,
  readText,
  tryReadText,
} from "./readJson.js";

export function readTool(place: JsonPlace): Tool {
  if (place.value !== null) readObject(place);
  return {
    type: readText(member(place, "type")),
    items: readAny(member(place, "items")),
    function: readFunction(member(place, "function")),
  };
}

function readFunction(place: JsonPlace | undefined): ToolFunction {
  if (place === undefined) return { name: "", parameters: { type: "" } };
  readObject(place);
  return {
    name: readText(member(place, "name")),
    description: tryReadText(member(place, "description")),
    parameters: readParameters(member(place, "parameters")),
  };
}

function readParameters(place: JsonPlace | undefined): ToolParameters {
  if (place === undefined) return { type: "" };
  readObject(place);
  return {
    type: readText(member(place, "type"), "Several types are for properties; the parameters are one object."),
    defs: readAny(member(place, "$defs")),
    items: readAny(member(place, "items")),
    required: readList(member(place, "required"), (item) => readText(item)),
    properties: readProperties(member(place, "properties"), 0),
  };
}

function readProperties(place: JsonPlace | undefined, depth: number): ToolProperties | undefined {
  if (place === undefined) return undefined;
  checkDepth(place, depth);
  const entries = Object.entries(readObject(place));
  if (entries.length > conversationLimits.maxItems) {
    failAt(place, `has ${entries.length} properties, more than ${conversationLimits.maxItems}`);
  }
  return new Map(
    entries.map(([name, value]) => [name, readProperty({ value, path: `${place.path}.${name}` }, depth + 1)]),
  );
}

function readProperty(place: JsonPlace, depth: number): ToolProperty {
  checkDepth(place, depth);
  if (place.value !== null) readObject(place);
  return {
    anyOf: readList(member(place, "anyOf"), (item) => readProperty(item, depth + 1)),
    type: readPropertyType(memberOrNull(place, "type")),
    items: readAny(member(place, "items")),
    description: tryReadText(member(place, "description")),
    enum: readList(member(place, "enum"), (item) => readAny(item)),
    properties: readProperties(member(place, "properties"), depth + 1),
    required: readList(member(place, "required"), (item) => readText(item)),
  };
}

/** `"type": null` gives one type without a name: Ollama decodes it into text first, where null is nothing. */
function readPropertyType(place: JsonPlace | undefined): readonly string[] | undefined {
  if (place === undefined) return undefined;
  return Array.isArray(place.value) ? readList(place, (item) => readText(item)) : [readText(place)];
}

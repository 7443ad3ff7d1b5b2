import {
  anyType,
  boolType,
  defineStruct,
  defineType,
  funcOf,
  type GoFunc,
  type GoMap,
  type GoValue,
  goMapOf,
  goSlice,
  intType,
  isNil,
  itemsOf,
  mapOf,
  pointerTo,
  type StructType,
  sliceOf,
  stringType,
  tryPrintJson,
  uint8Type,
} from "../../gotemplate/index.js";
import { marshalMethod, pointerMethod, textMethod, textOf } from "./methods.js";
import { printTypeScriptType } from "./typeScriptType.js";

/** The types of Ollama's package `api` that reach templates (api/types.go, v0.33): fields, tags, methods. */

export const imageType = defineType("api.ImageData", sliceOf(uint8Type));

export const textListType = sliceOf(stringType);

/** One name prints and marshals as the name, several as a list. */
export const propertyTypeType = defineType("api.PropertyType", textListType, {
  methods: [
    textMethod("String", (type) => {
      const names = namesIn(type);
      return names.length > 1 ? `[${names.join(" ")}]` : (names[0] ?? "");
    }),
    marshalMethod(marshalPropertyType),
  ],
  marshalJson: marshalPropertyType,
});

function marshalPropertyType(type: GoValue): string {
  const names = namesIn(type);
  return (
    tryPrintJson(names.length === 1 ? names[0] : goSlice(textListType, isNil(type) ? undefined : names)) ?? ""
  );
}

export function namesIn(list: GoValue): readonly string[] {
  return typeof list === "object" && list.kind === "slice" ? itemsOf(list).map(textOf) : [];
}

export const propertyType: StructType = defineStruct("api.ToolProperty", (self) => ({
  fields: [
    { name: "AnyOf", type: sliceOf(self), json: { name: "anyOf", omitEmpty: true } },
    { name: "Type", type: propertyTypeType, json: { name: "type", omitEmpty: true } },
    { name: "Items", type: anyType, json: { name: "items", omitEmpty: true } },
    { name: "Description", type: stringType, json: { name: "description", omitEmpty: true } },
    { name: "Enum", type: sliceOf(anyType), json: { name: "enum", omitEmpty: true } },
    { name: "Properties", type: pointerTo(propertiesType), json: { name: "properties", omitEmpty: true } },
    { name: "Required", type: textListType, json: { name: "required", omitEmpty: true } },
  ],
  methods: [textMethod("ToTypeScriptType", printTypeScriptType)],
}));

const propertyMapType = mapOf(stringType, propertyType);

/** Behind the pointer that the struct hides: the properties in the order of the request. */
export const orderedPropertiesType = defineType(
  "orderedmap.Map[string,github.com/ollama/ollama/api.ToolProperty]",
  propertyMapType,
);

const sequenceType = defineType(
  "iter.Seq2[string,github.com/ollama/ollama/api.ToolProperty]",
  funcOf({
    parameters: [funcOf({ parameters: [stringType, propertyType], results: [boolType] })],
    results: [],
  }),
);

/** Nested properties. Printed they show their hidden pointer, `{0xc000012345}`, and so something else each time. */
export const propertiesType: StructType = defineStruct("api.ToolPropertiesMap", () => ({
  fields: [{ name: "om", type: pointerTo(orderedPropertiesType) }],
  methods: [
    // Templates refuse these two for what they return.
    pointerMethod("Get", { parameters: [stringType], results: [propertyType, boolType] }, () => undefined),
    pointerMethod("Set", { parameters: [stringType, propertyType], results: [] }, () => undefined),
    pointerMethod("Len", { results: [intType] }, (target) => orderedEntries(target).length),
    pointerMethod("All", { results: [sequenceType] }, (target) => sequenceOf(orderedEntries(target))),
    pointerMethod("ToMap", { results: [propertyMapType] }, (target) =>
      target === undefined
        ? { kind: "map", type: propertyMapType, entries: undefined, keys: undefined }
        : goMapOf(propertyMapType, orderedEntries(target)),
    ),
    marshalMethod(marshalProperties),
  ],
  marshalJson: marshalProperties,
}));

type Entry = readonly [name: string, property: GoValue];

function orderedEntries(target: GoValue): readonly Entry[] {
  return [...(tryHiddenMap(target)?.entries ?? [])];
}

function tryHiddenMap(target: GoValue): GoMap | undefined {
  if (typeof target !== "object" || target.kind !== "struct") return undefined;
  const [pointer] = target.fields;
  if (typeof pointer !== "object" || pointer.kind !== "pointer") return undefined;
  return typeof pointer.target === "object" && pointer.target.kind === "map" ? pointer.target : undefined;
}

function sequenceOf(entries: readonly Entry[]): GoFunc {
  return { kind: "func", type: sequenceType, call: () => undefined, sequence: () => entries };
}

function marshalProperties(target: GoValue): string {
  const members = orderedEntries(target).map(([name, property]) => {
    return `${printKey(name)}:${tryPrintJson(property) ?? ""}`;
  });
  return `{${members.join(",")}}`;
}

/** The ordered map's own writer has no short escapes for these two characters (mailru/easyjson, jwriter). */
function printKey(name: string): string {
  const json = tryPrintJson(name) ?? "";
  return json.replace(/\\(.)/g, (written, letter) =>
    letter === "b" ? "\\u0008" : letter === "f" ? "\\u000c" : written,
  );
}

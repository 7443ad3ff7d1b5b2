import {
  anyType,
  chanOf,
  decodeGoText,
  type GoType,
  type GoValue,
  goBool,
  goBytes,
  goInteger,
  goList,
  goMap,
  goMapOf,
  goPointer,
  goSlice,
  goString,
  goStruct,
  inSlot,
  intType,
  isInt,
  isUint,
  mapOf,
  pointerTo,
  type ScalarKind,
  type ScalarType,
  type StructType,
  sliceOf,
  structOf,
  zeroOf,
} from "../../../src/language/gotemplate/index.js";
import { goldenFunctions } from "./functions.js";
import { parseGoType } from "./goTypes.js";
import { newError, tryNamedType } from "./namedTypes.js";

/** A value in the goldens' typed JSON: see the README beside fixtures/gotemplate's cases. */
export type TypedJson =
  | null
  | boolean
  | string
  | number
  | readonly TypedJson[]
  | { readonly [key: string]: TypedJson };

type TypedObject = { readonly [key: string]: TypedJson };

function typeNamed(text: TypedJson | undefined): GoType {
  return parseGoType(String(text), tryNamedType);
}

/** A value as an `any` holds it. */
export function readValue(json: TypedJson): GoValue {
  if (json === null) return undefined;
  if (typeof json === "boolean" || typeof json === "string") return json;
  if (typeof json === "number") return goInteger(intType, json);
  if (isArray(json)) return goList(json.map(readValue));
  if (!("$" in json)) return goMap(Object.entries(json).map(([key, value]) => [key, readValue(value)]));
  return readTyped(json);
}

function isArray(json: readonly TypedJson[] | TypedObject): json is readonly TypedJson[] {
  return Array.isArray(json);
}

function readTyped(json: TypedObject): GoValue {
  const kind = String(json.$);
  const { v = null } = json;
  switch (kind) {
    case "bytes":
      return goBytes(Uint8Array.from(numbers(v)));
    case "rawstring":
      return decodeGoText(Uint8Array.from(numbers(v)));
    case "slice":
      return valueAs(v, sliceOf(typeNamed(json.elem)));
    case "array": {
      const items = v as readonly TypedJson[];
      return valueAs(v, typeNamed(`[${items.length}]${String(json.elem)}`));
    }
    case "map":
      return readMapAs(v, mapOf(typeNamed(json.key), typeNamed(json.elem)));
    case "struct":
      return readAnonymousStruct(json.fields as readonly (readonly [string, string, TypedJson])[]);
    case "ptr":
      return pointerToValue(readValue(v));
    case "nilptr":
      return zeroOf(pointerTo(typeNamed(json.elem)));
    case "error":
      return newError(String(v));
    case "func":
      return goldenFunctions.get(String(v));
    case "chan":
      return { kind: "chan", type: chanOf(intType), queue: numbers(v) };
    default:
      return valueAs(v, typeNamed(kind));
  }
}

function numbers(json: TypedJson): number[] {
  return ((json ?? []) as readonly TypedJson[]).map(Number);
}

function pointerToValue(value: GoValue): GoValue {
  return value === undefined ? undefined : goPointer(value);
}

function readAnonymousStruct(fields: readonly (readonly [string, string, TypedJson])[]): GoValue {
  const types = fields.map(([name, type]) => ({ name, type: typeNamed(type) }));
  const values = fields.map(
    ([name, , value], i) => [name, valueAs(value, types[i]?.type ?? anyType)] as const,
  );
  return goStruct(structOf(types), Object.fromEntries(values));
}

/** A value where the type is known: a bare number is one of that type, a bare string may become a pointer. */
function valueAs(json: TypedJson, type: GoType): GoValue {
  if (type.kind === "interface") return inSlot(type, readValue(json));
  if (json === null) return zeroOf(type);
  if (typeof json === "object" && !isArray(json) && "$" in json) {
    const value = readTyped(json);
    return type.kind === "pointer" && !isPointer(value) ? pointerToValue(value) : value;
  }
  switch (type.kind) {
    case "pointer":
      return pointerToValue(valueAs(json, type.elem));
    case "slice":
      return goSlice(
        type,
        (json as readonly TypedJson[]).map((item) => valueAs(item, type.elem)),
      );
    case "array":
      return {
        kind: "array",
        type,
        items: (json as readonly TypedJson[]).map((item) => valueAs(item, type.elem)),
      };
    case "map":
      return readMapAs(json, type);
    case "struct":
      return readStruct(json as TypedObject, type);
    case "func":
    case "chan":
    case "reflectValue":
      throw new Error(`no bare value of type ${type.text}`);
    default:
      return readScalar(json, type);
  }
}

function isPointer(value: GoValue): boolean {
  return typeof value === "object" && value.kind === "pointer";
}

function readMapAs(json: TypedJson, type: ReturnType<typeof mapOf>): GoValue {
  if (json === null) return zeroOf(type);
  const pairs = isArray(json as readonly TypedJson[] | TypedObject)
    ? (json as readonly (readonly [TypedJson, TypedJson])[])
    : Object.entries(json as TypedObject);
  return goMapOf(
    type,
    pairs.map(([key, value]) => [inSlot(type.key, valueAs(key, type.key)), valueAs(value, type.elem)]),
  );
}

function readStruct(json: TypedObject, type: StructType): GoValue {
  const fields: Record<string, GoValue> = {};
  for (const field of type.fields) {
    const value = json[field.name];
    if (value !== undefined) fields[field.name] = valueAs(value, field.type);
  }
  return goStruct(type, fields);
}

function readScalar(json: TypedJson, type: ScalarType): GoValue {
  const { kind } = type;
  if (kind === "bool") return goBool(type, json === true);
  if (kind === "string") return goString(type, String(json));
  if (isInt(kind) || isUint(kind)) return goInteger(type, BigInt(String(json)));
  if (isComplex(kind)) {
    const [real = 0, imaginary = 0] = (json as readonly TypedJson[]).map(readFloat);
    return { kind: "complex", type, real, imaginary };
  }
  const value = readFloat(json);
  return { kind: "float", type, value: kind === "float32" ? Math.fround(value) : value };
}

function isComplex(kind: ScalarKind): boolean {
  return kind === "complex64" || kind === "complex128";
}

function readFloat(json: TypedJson): number {
  const text = String(json);
  if (/^[+-]?Inf$/.test(text))
    return text.startsWith("-") ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return Number(text);
}

import { compareText, hasRawBytes, toWellFormed } from "../text/goText.js";
import { sortedEntries } from "../values/maps.js";
import { isExported, isInt, isUint, type StructField } from "../values/types.js";
import {
  type GoMap,
  type GoObject,
  type GoScalar,
  type GoStruct,
  type GoValue,
  isNil,
  itemsOf,
  tryInteger,
  tryText,
} from "../values/values.js";
import { formatFloat } from "./floats.js";
import { bytesOf } from "./printBytes.js";

/** Why Go's `json.Marshal` refuses a value. */
class NotJson extends Error {}

/** Go's `json.Marshal`: the text, or undefined where it returns an error. */
export function tryPrintJson(value: GoValue): string | undefined {
  try {
    return valueJson(value);
  } catch (error) {
    // A value that holds itself ends in a stack overflow here, which Go reports as an error too.
    if (error instanceof NotJson || error instanceof RangeError) return undefined;
    throw error;
  }
}

function valueJson(value: GoValue): string {
  switch (typeof value) {
    case "undefined":
      return "null";
    case "string":
      return textJson(value);
    case "object":
      return objectJson(value);
    default:
      return String(value);
  }
}

function objectJson(value: GoObject): string {
  const { marshalJson } = value.type;
  if (marshalJson !== undefined) return marshalJson(value);
  switch (value.kind) {
    case "interface":
      return valueJson(value.value);
    case "pointer":
      return valueJson(value.target);
    case "struct":
      return `{${structEntries(value).join(",")}}`;
    case "map":
      return mapJson(value);
    case "slice":
      if (isNil(value)) return "null";
      if (value.type.elem.kind === "uint8") return `"${base64(bytesOf(value))}"`;
      return `[${itemsOf(value).map(valueJson).join(",")}]`;
    case "array":
      return `[${value.items.map(valueJson).join(",")}]`;
    case "func":
    case "chan":
      throw new NotJson(value.type.text);
    default:
      return scalarJson(value);
  }
}

function scalarJson(value: GoScalar): string {
  switch (value.kind) {
    case "text":
      return textJson(value.value);
    case "integer":
    case "truth":
      return String(value.value);
    case "float":
      return floatJson(value.value, value.type.kind === "float32" ? 32 : 64);
    case "complex":
      throw new NotJson(value.type.text);
  }
}

/** Digits in full from 1e-6 to below 1e21; the exponent without a leading zero. */
function floatJson(value: number, size: 32 | 64): string {
  if (!Number.isFinite(value)) throw new NotJson(String(value));
  const magnitude = Math.abs(value);
  const small = size === 32 ? Math.fround(1e-6) : 1e-6;
  const large = size === 32 ? Math.fround(1e21) : 1e21;
  if (magnitude === 0 || (magnitude >= small && magnitude < large)) return formatFloat(value, "f", -1, size);
  return formatFloat(value, "e", -1, size).replace(/e-0(\d)$/, "e-$1");
}

/** ASCII that stands for itself. */
const plainText = /^[ !#-%'-;=?-[\]-~]*$/;

/** JSON text that is safe inside HTML and JavaScript. */
function textJson(text: string): string {
  if (plainText.test(text)) return `"${text}"`;
  const escaped = JSON.stringify(hasRawBytes(text) ? toWellFormed(text) : text).replace(
    /[<>&\u2028\u2029]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  // What was no UTF-8 is written as an escape, a real U+FFFD as itself.
  return hasRawBytes(text) ? markRawBytes(text, escaped) : escaped;
}

function markRawBytes(text: string, escaped: string): string {
  const isRaw = Array.from(text.matchAll(/\p{Surrogate}|\ufffd/gu), ([found]) => found !== "\ufffd");
  let seen = 0;
  return escaped.replace(/\ufffd/g, (c) => (isRaw[seen++] ? "\\ufffd" : c));
}

function mapJson(map: GoMap): string {
  const { kind, text } = map.type.key;
  if (kind !== "string" && !isInt(kind) && !isUint(kind)) throw new NotJson(`map with keys of type ${text}`);
  if (map.entries === undefined) return "null";
  const entries = sortedEntries(map).map(({ key, value }) => ({
    key: keyText(key),
    value: valueJson(value),
  }));
  // Numbers are sorted as text here.
  if (kind !== "string") entries.sort((a, b) => compareText(a.key, b.key));
  return `{${entries.map(({ key, value }) => `${textJson(key)}:${value}`).join(",")}}`;
}

function keyText(key: GoValue): string {
  return tryText(key) ?? String(tryInteger(key));
}

/** Exported fields in order, those of embedded structs among them unless a field nearer has their name. */
function structEntries(struct: GoStruct): string[] {
  const own = new Set(struct.type.fields.filter((field) => !field.embedded).map(jsonName));
  return struct.type.fields.flatMap((field, i) => {
    const value = struct.fields[i];
    if (field.embedded && field.json === undefined) {
      const inner = typeof value === "object" && value.kind === "pointer" ? value.target : value;
      if (typeof inner === "object" && inner.kind === "struct") {
        return structEntries(withoutFields(inner, own));
      }
      return [];
    }
    if (!isExported(field.name) || field.json?.omitted) return [];
    if (field.json?.omitEmpty && isEmpty(value)) return [];
    return [`${textJson(jsonName(field))}:${valueJson(value)}`];
  });
}

function jsonName(field: StructField): string {
  return field.json?.name ?? field.name;
}

function withoutFields(struct: GoStruct, names: ReadonlySet<string>): GoStruct {
  const kept = struct.type.fields.map((field) => !names.has(jsonName(field)));
  return {
    ...struct,
    type: { ...struct.type, fields: struct.type.fields.filter((_, i) => kept[i]) },
    fields: struct.fields.filter((_, i) => kept[i]),
  };
}

/** What `omitempty` leaves out: false, 0, nil and anything of length 0; never a struct. */
function isEmpty(value: GoValue): boolean {
  if (typeof value !== "object") return value === undefined || value === "" || value === 0 || value === false;
  switch (value.kind) {
    case "slice":
      return value.length === 0;
    case "array":
      return value.items.length === 0;
    case "map":
      return (value.entries?.size ?? 0) === 0;
    case "pointer":
    case "interface":
    case "func":
    case "chan":
      return isNil(value);
    case "integer":
      return value.value === 0n;
    case "float":
      return value.value === 0;
    case "text":
      return value.value === "";
    case "truth":
      return !value.value;
    default:
      return false;
  }
}

function base64(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

import { compareText } from "../text/goText.js";
import { goString, withoutAddress } from "./makeValue.js";
import type { MapType } from "./types.js";
import {
  type GoMap,
  type GoObject,
  type GoValue,
  itemsOf,
  tryInteger,
  tryText,
  typeOf,
  unwrap,
} from "./values.js";

export function goMapOf(type: MapType, entries: Iterable<readonly [GoValue, GoValue]>): GoMap {
  const values = new Map<string, GoValue>();
  const keys = new Map<string, GoValue>();
  for (const [key, value] of entries) {
    // NaN is equal to nothing: every one is a key of its own.
    const unique = isNaNKey(key) ? `NaN:${values.size}` : keyIdentity(key);
    values.set(unique, withoutAddress(value));
    if (type.key.kind !== "string") keys.set(unique, key);
  }
  return { kind: "map", type, entries: values, keys: type.key.kind === "string" ? undefined : keys };
}

function isNaNKey(key: GoValue): boolean {
  const inner = unwrap(key);
  return typeof inner === "object" && inner.kind === "float" && Number.isNaN(inner.value);
}

/** The element under a key of the map's own key type, or undefined. */
export function readMap(map: GoMap, key: GoValue): GoValue {
  return map.entries?.get(map.type.key.kind === "string" ? (tryText(key) ?? "") : keyIdentity(key));
}

/** Text that is equal for equal keys; of a plain string key it is the string. */
function keyIdentity(key: GoValue): string {
  if (typeof key === "object" && key.kind === "interface") {
    const inner = key.value;
    return inner === undefined ? "nil" : `${typeOf(inner).text}=${keyIdentity(inner)}`;
  }
  const text = tryText(key);
  if (text !== undefined) return text;
  if (typeof key === "object") return objectIdentity(key);
  return `:${String(key)}`;
}

const addresses = new WeakMap<object, number>();
let addressCount = 0;

function addressOf(target: object): number {
  const known = addresses.get(target);
  if (known !== undefined) return known;
  addressCount++;
  addresses.set(target, addressCount);
  return addressCount;
}

function objectIdentity(key: GoObject): string {
  switch (key.kind) {
    case "integer":
    case "truth":
      return `:${key.value}`;
    case "float":
      return `:${key.value}`;
    case "complex":
      return `:${key.real},${key.imaginary}`;
    case "struct":
      return partsIdentity(key.fields);
    case "array":
      return partsIdentity(key.items);
    case "pointer":
      return typeof key.target === "object" ? `@${addressOf(key.target)}` : `@${addressOf(key)}`;
    default:
      return `@${addressOf(key)}`;
  }
}

function partsIdentity(parts: readonly GoValue[]): string {
  return JSON.stringify(parts.map(keyIdentity));
}

export interface MapEntry {
  readonly key: GoValue;
  readonly value: GoValue;
}

const sortedMaps = new WeakMap<GoMap, readonly MapEntry[]>();

/** The entries in the order in which Go's templates and printing walk them. */
export function sortedEntries(map: GoMap): readonly MapEntry[] {
  const known = sortedMaps.get(map);
  if (known !== undefined) return known;
  const sorted = sortEntries(map);
  sortedMaps.set(map, sorted);
  return sorted;
}

function sortEntries(map: GoMap): readonly MapEntry[] {
  const { entries, keys } = map;
  if (entries === undefined) return [];
  const keyType = map.type.key;
  const list = Array.from(entries, ([identity, value]) => {
    const key = keys?.get(identity) ?? (keyType.kind === "string" ? goString(keyType, identity) : undefined);
    return { key, value };
  });
  return list.sort((a, b) => compareKeys(a.key, b.key));
}

/** nil first, numbers and strings by value (NaN before all), false before true, composites part by part. */
function compareKeys(a: GoValue, b: GoValue): number {
  if (typeof a === "object" && a.kind === "interface") return compareSlots(a.value, unwrap(b));
  const text = tryText(a);
  if (text !== undefined) return compareText(text, tryText(b) ?? "");
  const integer = tryInteger(a);
  if (integer !== undefined) return compareOrdered(integer, tryInteger(b) ?? 0n);
  if (typeof a === "boolean") return compareOrdered(Number(a), Number(b));
  return typeof a === "object" && typeof b === "object" ? compareObjects(a, b) : 0;
}

function compareSlots(a: GoValue, b: GoValue): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  const byType = typeRank(a) - typeRank(b) || compareText(typeOf(a).text, typeOf(b).text);
  return byType === 0 ? compareKeys(a, b) : byType;
}

/**
 * Go orders types by the address of their descriptor; this is how its linker lays out the ones that can be
 * keys. Defined types without methods come before all of these, those with methods behind.
 */
const typeOrder: readonly string[] = [
  "string",
  "int8",
  "uint8",
  "int16",
  "uint16",
  "int32",
  "uint32",
  "int64",
  "uint64",
  "int",
  "uint",
  "uintptr",
  "complex64",
  "complex128",
  "float32",
  "float64",
  "bool",
];

function typeRank(value: Exclude<GoValue, undefined>): number {
  const type = typeOf(value);
  const rank = typeOrder.indexOf(type.text);
  if (rank >= 0) return rank;
  if (type.kind === "pointer") return -2;
  return typeOrder.includes(type.kind) && type.methods.size === 0 ? -1 : typeOrder.length;
}

function compareObjects(a: GoObject, b: GoObject): number {
  if (a.kind === "float" && b.kind === "float") return compareFloats(a.value, b.value);
  if (a.kind === "truth" && b.kind === "truth") return compareOrdered(Number(a.value), Number(b.value));
  if (a.kind === "complex" && b.kind === "complex") {
    return compareFloats(a.real, b.real) || compareFloats(a.imaginary, b.imaginary);
  }
  if (a.kind === "struct" && b.kind === "struct") return compareParts(a.fields, b.fields);
  if (a.kind === "array" && b.kind === "array") return compareParts(itemsOf(a), itemsOf(b));
  return 0;
}

function compareParts(a: readonly GoValue[], b: readonly GoValue[]): number {
  for (const [i, part] of a.entries()) {
    const order = compareKeys(part, b[i]);
    if (order !== 0) return order;
  }
  return 0;
}

function compareFloats(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(b)) - Number(Number.isNaN(a));
  return compareOrdered(a, b);
}

function compareOrdered(a: number | bigint, b: number | bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

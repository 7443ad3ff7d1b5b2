import type { RenderState } from "../execute/state.js";
import { chargeReading } from "../execute/state.js";
import { byteAt, byteLength, sliceBytes } from "../text/goText.js";
import { goInteger, goString, inSlot, zeroOf } from "../values/makeValue.js";
import { readMap } from "../values/maps.js";
import {
  type GoType,
  isComparable,
  type ScalarType,
  sliceOf,
  stringType,
  uint8Type,
} from "../values/types.js";
import {
  type GoArray,
  GoFailure,
  type GoMap,
  type GoSlice,
  type GoValue,
  indirect,
  isNil,
  itemAt,
  tryInteger,
  tryText,
  typeOf,
  unwrap,
} from "../values/values.js";
import { prepareValue } from "./call.js";

/** `index x 1 "k"`: x[1]["k"]. */
export function indexValue(args: readonly GoValue[], s: RenderState): GoValue {
  const [first, ...indexes] = args;
  let item = unwrap(first);
  if (item === undefined) throw new GoFailure("index of untyped nil");
  for (const index of indexes) item = indexOnce(item, unwrap(index), s);
  return item;
}

function indexOnce(container: GoValue, index: GoValue, s: RenderState): GoValue {
  const item = indirect(container);
  if (isNilPointer(item)) throw new GoFailure("index of nil pointer");
  const text = tryText(item);
  if (text !== undefined) {
    chargeReading(s, text);
    return byteOfText(text, index);
  }
  if (typeof item === "object") {
    switch (item.kind) {
      case "map":
        return entryOf(item, index);
      case "slice":
      case "array":
        return itemOf(item, index);
    }
  }
  throw new GoFailure(`can't index item of type ${typeName(item)}`);
}

function typeName(value: GoValue): string {
  return value === undefined ? "<nil>" : typeOf(value).text;
}

function isNilPointer(value: GoValue): boolean {
  return (
    typeof value === "object" && (value.kind === "pointer" || value.kind === "interface") && isNil(value)
  );
}

function byteOfText(text: string, index: GoValue): GoValue {
  const length = byteLength(text);
  const at = readIndex(index, length);
  if (at === length) throw new GoFailure("reflect: string index out of range");
  return goInteger(uint8Type, byteAt(text, at));
}

function itemOf(list: GoSlice | GoArray, index: GoValue): GoValue {
  const length = list.kind === "slice" ? list.length : list.items.length;
  const at = readIndex(index, length);
  if (at === length) throw new GoFailure(`reflect: ${list.kind} index out of range`);
  return list.kind === "slice" ? itemAt(list, at) : list.items[at];
}

function entryOf(map: GoMap, index: GoValue): GoValue {
  const { key, elem } = map.type;
  const prepared = prepareValue(index, key);
  const unhashable = findUnhashable(prepared);
  if (unhashable !== undefined) {
    // Go looks for trouble in another place when the map is empty, and words it otherwise.
    const what =
      (map.entries?.size ?? 0) === 0 ? "hash of unhashable type:" : "runtime error: hash of unhashable type";
    throw new GoFailure(`${what} ${unhashable.text}`);
  }
  return readMap(map, inSlot(key, prepared)) ?? zeroOf(elem);
}

/** The type that keeps a value from being a key, its own or that of something inside it. */
function findUnhashable(value: GoValue): GoType | undefined {
  const inner = unwrap(value);
  if (inner === undefined) return undefined;
  const type = typeOf(inner);
  if (!isComparable(type)) return type;
  if (typeof inner !== "object") return undefined;
  const parts = inner.kind === "struct" ? inner.fields : inner.kind === "array" ? inner.items : [];
  for (const part of parts) {
    const found = findUnhashable(part);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** An index from 0 to `limit` itself. */
function readIndex(index: GoValue, limit: number): number {
  if (typeof index === "number" && index >= 0 && index <= limit) return index;
  if (index === undefined) throw new GoFailure("cannot index slice/array with nil");
  const integer = tryInteger(index);
  if (integer === undefined) throw new GoFailure(`cannot index slice/array with type ${typeOf(index).text}`);
  const at = BigInt.asIntN(64, integer);
  if (at < 0n || at > BigInt(limit)) throw new GoFailure(`index out of range: ${at}`);
  return Number(at);
}

/** `slice x 1 2 3`: x[1:2:3]. */
export function sliceValue(args: readonly GoValue[], s: RenderState): GoValue {
  const [first, ...indexes] = args;
  const item = unwrap(first);
  if (item === undefined) throw new GoFailure("slice of untyped nil");
  const target = indirect(item);
  if (isNilPointer(target)) throw new GoFailure("slice of nil pointer");
  if (indexes.length > 3) throw new GoFailure(`too many slice indexes: ${indexes.length}`);
  const text = tryText(target);
  if (text !== undefined) {
    if (indexes.length === 3) throw new GoFailure("cannot 3-index slice a string");
    chargeReading(s, text);
    const length = byteLength(text);
    const { start, end } = readBounds(indexes, length, length);
    return goString(stringTypeOf(target), sliceBytes(text, start, end));
  }
  if (typeof target === "object" && (target.kind === "slice" || target.kind === "array")) {
    return sliceList(target, indexes);
  }
  throw new GoFailure(`can't slice item of type ${typeName(target)}`);
}

function stringTypeOf(value: GoValue): ScalarType {
  return typeof value === "object" && value.kind === "text" ? value.type : stringType;
}

function sliceList(list: GoSlice | GoArray, indexes: readonly GoValue[]): GoValue {
  const window = list.kind === "slice" ? list : windowOn(list);
  const { start, end, max } = readBounds(indexes, window.length, window.capacity);
  if (list.kind === "array" && !list.addressable) {
    const method = indexes.length === 3 ? "Slice3" : "Slice";
    throw new GoFailure(`reflect.Value.${method}: slice of unaddressable array`);
  }
  return { ...window, start: window.start + start, length: end - start, capacity: max - start };
}

function windowOn({ type, items }: GoArray): GoSlice {
  const length = items.length;
  return { kind: "slice", type: sliceOf(type.elem), backing: items, start: 0, length, capacity: length };
}

interface Bounds {
  readonly start: number;
  readonly end: number;
  readonly max: number;
}

function readBounds(indexes: readonly GoValue[], length: number, capacity: number): Bounds {
  const [start = 0, end = length, max = capacity] = indexes.map((index) => readIndex(index, capacity));
  if (start > end) throw new GoFailure(`invalid slice index: ${start} > ${end}`);
  if (end > max) throw new GoFailure(`invalid slice index: ${end} > ${max}`);
  return { start, end, max };
}

/** `len`. */
export function lengthOf(args: readonly GoValue[], s: RenderState): GoValue {
  const item = indirect(args[0]);
  if (isNilPointer(item)) throw new GoFailure("len of nil pointer");
  const text = tryText(item);
  if (text !== undefined) {
    chargeReading(s, text);
    return byteLength(text);
  }
  if (typeof item === "object") {
    switch (item.kind) {
      case "slice":
        return item.length;
      case "array":
        return item.items.length;
      case "map":
        return item.entries?.size ?? 0;
      case "chan":
        return item.queue?.length ?? 0;
    }
  }
  if (item === undefined) throw new GoFailure("reflect: call of reflect.Value.Type on zero Value");
  throw new GoFailure(`len of type ${typeName(item)}`);
}

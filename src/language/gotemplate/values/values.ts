import {
  type ArrayType,
  boolType,
  type ChanType,
  type FuncType,
  type GoType,
  type InterfaceType,
  intType,
  type MapType,
  type PointerType,
  type ScalarType,
  type SliceType,
  type StructType,
  stringType,
} from "./types.js";

/**
 * A Go value as reflection sees it. The commonest types are JavaScript's own: `string` and `boolean` are Go's,
 * `number` is an `int` that is a safe integer, `undefined` is no value at all (Go's invalid reflect.Value).
 * All others say their type. A value read out of an interface slot (`any`) is wrapped in `GoInterface`, since
 * Go's errors and a few of its rules tell the slot from what is in it.
 */
export type GoValue = undefined | string | boolean | number | GoObject;

export type GoObject =
  | GoScalar
  | GoSlice
  | GoArray
  | GoMap
  | GoStruct
  | GoPointer
  | GoInterface
  | GoFunc
  | GoChan;

/** A scalar whose type JavaScript's own can't say. Integers are exact, at any size. */
export type GoScalar =
  | { readonly kind: "integer"; readonly type: ScalarType; readonly value: bigint }
  | { readonly kind: "float"; readonly type: ScalarType; readonly value: number }
  | { readonly kind: "complex"; readonly type: ScalarType; readonly real: number; readonly imaginary: number }
  | { readonly kind: "text"; readonly type: ScalarType; readonly value: string }
  | { readonly kind: "truth"; readonly type: ScalarType; readonly value: boolean };

/** A window on a backing list, as in Go: slicing shares it and can reach up to its end. */
export interface GoSlice {
  readonly kind: "slice";
  readonly type: SliceType;
  readonly backing: readonly GoValue[] | undefined;
  readonly start: number;
  readonly length: number;
  readonly capacity: number;
}

export interface GoArray {
  readonly kind: "array";
  readonly type: ArrayType;
  readonly items: readonly GoValue[];
  /** Reached through a pointer or slice, so that Go can take its address. */
  readonly addressable?: boolean;
}

export interface GoMap {
  readonly kind: "map";
  readonly type: MapType;
  /** Values by the identity of their key (`mapKeyOf`): for string keys the string. */
  readonly entries: ReadonlyMap<string, GoValue> | undefined;
  /** The keys, where their identity is not the key itself. */
  readonly keys: ReadonlyMap<string, GoValue> | undefined;
}

export interface GoStruct {
  readonly kind: "struct";
  readonly type: StructType;
  /** In the order of the type's fields. */
  readonly fields: readonly GoValue[];
  readonly addressable?: boolean;
}

export interface GoPointer {
  readonly kind: "pointer";
  readonly type: PointerType;
  /** `undefined` for nil. */
  readonly target: GoValue;
}

export interface GoInterface {
  readonly kind: "interface";
  readonly type: InterfaceType;
  /** `undefined` for nil. Never itself an interface. */
  readonly value: GoValue;
}

export interface GoFunc {
  readonly kind: "func";
  readonly type: FuncType;
  /** `undefined` for nil. Throws a `GoFailure` for a non-nil error or a panic. */
  readonly call: ((args: readonly GoValue[]) => GoValue) | undefined;
  /** For `iter.Seq` and `iter.Seq2`, which `range` can walk. */
  readonly sequence?: () => Iterable<readonly GoValue[]>;
}

/** A closed channel: what it still holds can be received, and is gone then. */
export interface GoChan {
  readonly kind: "chan";
  readonly type: ChanType;
  readonly queue: GoValue[] | undefined;
}

/** What a Go function returned as an error, or panicked with. */
export class GoFailure extends Error {}

export function typeOf(value: Exclude<GoValue, undefined>): GoType {
  switch (typeof value) {
    case "string":
      return stringType;
    case "boolean":
      return boolType;
    case "number":
      return intType;
    default:
      return value.type;
  }
}

/** Reflection's kind; `invalid` is no value. */
export type GoKind = GoType["kind"] | "invalid";

export function kindOf(value: GoValue): GoKind {
  return value === undefined ? "invalid" : typeOf(value).kind;
}

/** What is in an interface slot; other values as they are. */
export function unwrap(value: GoValue): GoValue {
  return typeof value === "object" && value.kind === "interface" ? value.value : value;
}

export function itemAt(slice: GoSlice, index: number): GoValue {
  return slice.backing?.[slice.start + index];
}

export function itemsOf(list: GoSlice | GoArray): readonly GoValue[] {
  if (list.kind === "array") return list.items;
  return list.backing?.slice(list.start, list.start + list.length) ?? [];
}

/** Whether a value of a type that can be nil is nil. */
export function isNil(value: GoValue): boolean {
  if (typeof value !== "object") return value === undefined;
  switch (value.kind) {
    case "slice":
      return value.backing === undefined;
    case "map":
      return value.entries === undefined;
    case "pointer":
      return value.target === undefined;
    case "interface":
      return value.value === undefined;
    case "func":
      return value.call === undefined;
    case "chan":
      return value.queue === undefined;
    default:
      return false;
  }
}

/** Follows pointers and interfaces to what is behind them, stopping at a nil one. */
export function indirect(value: GoValue): GoValue {
  let current = value;
  while (typeof current === "object") {
    if (current.kind === "pointer") {
      if (current.target === undefined) return current;
      current = current.target;
    } else if (current.kind === "interface") {
      if (current.value === undefined) return current;
      current = current.value;
    } else break;
  }
  return current;
}

/** The text of a string of any string type. */
export function tryText(value: GoValue): string | undefined {
  if (typeof value === "string") return value;
  return typeof value === "object" && value.kind === "text" ? value.value : undefined;
}

export function tryBool(value: GoValue): boolean | undefined {
  if (typeof value === "boolean") return value;
  return typeof value === "object" && value.kind === "truth" ? value.value : undefined;
}

/** The exact value of an integer of any type, signed or not. */
export function tryInteger(value: GoValue): bigint | undefined {
  if (typeof value === "number") return BigInt(value);
  return typeof value === "object" && value.kind === "integer" ? value.value : undefined;
}

import {
  anyType,
  boolType,
  complex128Type,
  float64Type,
  funcOf,
  type GoType,
  intType,
  mapOf,
  pointerTo,
  type ScalarKind,
  type ScalarType,
  type Signature,
  type SliceType,
  type StructType,
  scalarType,
  sliceOf,
  stringType,
  uint8Type,
} from "./types.js";
import {
  type GoFunc,
  type GoInterface,
  type GoMap,
  type GoPointer,
  type GoSlice,
  type GoStruct,
  type GoValue,
  typeOf,
  unwrap,
} from "./values.js";

export function goInt(value: number | bigint): GoValue {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : { kind: "integer", type: intType, value: BigInt(value) };
}

/** An integer of any integer type. */
export function goInteger(type: ScalarType, value: number | bigint): GoValue {
  return type === intType ? goInt(value) : { kind: "integer", type, value: BigInt(value) };
}

export function goFloat64(value: number): GoValue {
  return { kind: "float", type: float64Type, value };
}

export function goComplex128(real: number, imaginary: number): GoValue {
  return { kind: "complex", type: complex128Type, real, imaginary };
}

export function goString(type: ScalarType, value: string): GoValue {
  return type === stringType ? value : { kind: "text", type, value };
}

export function goBool(type: ScalarType, value: boolean): GoValue {
  return type === boolType ? value : { kind: "truth", type, value };
}

const nilAny: GoInterface = { kind: "interface", type: anyType, value: undefined };

/** A value as it stands in a variable, field or element of a type: interfaces hold a copy in a slot. */
export function inSlot(type: GoType, value: GoValue): GoValue {
  if (type.kind !== "interface") return value;
  const inner = withoutAddress(unwrap(value));
  return inner === undefined && type === anyType ? nilAny : { kind: "interface", type, value: inner };
}

export function goSlice(type: SliceType, items: readonly GoValue[] | undefined): GoSlice {
  const backing = items?.map((item) => inSlot(type.elem, withAddress(item)));
  const length = backing?.length ?? 0;
  return { kind: "slice", type, backing, start: 0, length, capacity: length };
}

const anySliceType = sliceOf(anyType);
const anyMapType = mapOf(stringType, anyType);

/** `[]any`. */
export function goList(items: readonly GoValue[]): GoSlice {
  return goSlice(anySliceType, items);
}

/** `map[string]any`. */
export function goMap(entries: Iterable<readonly [string, GoValue]>): GoMap {
  const values = new Map<string, GoValue>();
  for (const [key, value] of entries) values.set(key, inSlot(anyType, value));
  return { kind: "map", type: anyMapType, entries: values, keys: undefined };
}

export function goStruct(type: StructType, fields: Readonly<Record<string, GoValue>>): GoStruct {
  return {
    kind: "struct",
    type,
    fields: type.fields.map((field) =>
      inSlot(field.type, withoutAddress(fields[field.name] ?? zeroOf(field.type))),
    ),
  };
}

export function goPointer(target: Exclude<GoValue, undefined>): GoPointer {
  return { kind: "pointer", type: pointerTo(typeOf(target)), target: withAddress(target) };
}

const byteValues: readonly GoValue[] = Array.from({ length: 256 }, (_, byte) => goInteger(uint8Type, byte));
const bytesType = sliceOf(uint8Type);

/** `[]byte`. */
export function goBytes(bytes: Uint8Array): GoSlice {
  return goSlice(
    bytesType,
    Array.from(bytes, (byte) => byteValues[byte]),
  );
}

/** A function that templates can call; `call` gets arguments of the types that it asks for. */
export function goFunc(signature: Signature, call: (args: readonly GoValue[]) => GoValue): GoFunc {
  return { kind: "func", type: funcOf(signature), call };
}

/** The same struct or array where Go could take its address, with what lies inside it. */
export function withAddress(value: GoValue): GoValue {
  if (typeof value !== "object") return value;
  if (value.kind === "struct" && !value.addressable) {
    return { ...value, fields: value.fields.map(withAddress), addressable: true };
  }
  if (value.kind === "array" && !value.addressable) {
    return { ...value, items: value.items.map(withAddress), addressable: true };
  }
  return value;
}

/** A copy that has no address, as an interface holds it. */
export function withoutAddress(value: GoValue): GoValue {
  if (typeof value !== "object" || !("addressable" in value) || !value.addressable) return value;
  if (value.kind === "struct")
    return { ...value, fields: value.fields.map(withoutAddress), addressable: false };
  return { ...value, items: value.items.map(withoutAddress), addressable: false };
}

const zeroScalars: ReadonlyMap<ScalarKind, GoValue> = new Map<ScalarKind, GoValue>([
  ["bool", false],
  ["string", ""],
  ["int", 0],
]);

export function zeroOf(type: GoType): GoValue {
  switch (type.kind) {
    case "reflectValue":
      return undefined;
    case "interface":
      return inSlot(type, undefined);
    case "slice":
      return goSlice(type, undefined);
    case "array":
      return { kind: "array", type, items: Array.from({ length: type.length }, () => zeroOf(type.elem)) };
    case "map":
      return { kind: "map", type, entries: undefined, keys: undefined };
    case "struct":
      return { kind: "struct", type, fields: type.fields.map((field) => zeroOf(field.type)) };
    case "pointer":
      return { kind: "pointer", type, target: undefined };
    case "func":
      return { kind: "func", type, call: undefined };
    case "chan":
      return { kind: "chan", type, queue: undefined };
    default:
      return zeroScalar(type);
  }
}

function zeroScalar(type: ScalarType): GoValue {
  if (type === scalarType(type.kind) && zeroScalars.has(type.kind)) return zeroScalars.get(type.kind);
  switch (type.kind) {
    case "bool":
      return { kind: "truth", type, value: false };
    case "string":
      return { kind: "text", type, value: "" };
    case "float32":
    case "float64":
      return { kind: "float", type, value: 0 };
    case "complex64":
    case "complex128":
      return { kind: "complex", type, real: 0, imaginary: 0 };
    default:
      return { kind: "integer", type, value: 0n };
  }
}

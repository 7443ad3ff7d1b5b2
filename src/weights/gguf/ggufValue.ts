/** The value types of GGUF with their ids in the file (docs/gguf.md of ggml, version 3). */
export const valueTypeIds = {
  u8: 0,
  i8: 1,
  u16: 2,
  i16: 3,
  u32: 4,
  i32: 5,
  f32: 6,
  bool: 7,
  string: 8,
  array: 9,
  u64: 10,
  i64: 11,
  f64: 12,
} as const;

export type GgufValueType = keyof typeof valueTypeIds;
export type GgufNumberType = "u8" | "i8" | "u16" | "i16" | "u32" | "i32" | "f32" | "f64";
export type GgufBigintType = "u64" | "i64";
export type GgufElementType = Exclude<GgufValueType, "array">;

export type GgufScalar =
  | { readonly type: GgufNumberType; readonly value: number }
  | { readonly type: GgufBigintType; readonly value: bigint }
  | { readonly type: "bool"; readonly value: boolean }
  | { readonly type: "string"; readonly value: string };

/**
 * An array as it lies in a version 3 little-endian file. Decoding a vocabulary of 150 000 strings
 * costs more than reading the whole header, and most commands never look at it: `readStrings`,
 * `readNumbers` and the others decode on demand, and a writer copies `encoded` as it is.
 */
export interface GgufArray {
  readonly type: "array";
  readonly elementType: GgufElementType;
  readonly length: number;
  readonly encoded: Uint8Array;
}

export type GgufValue = GgufScalar | GgufArray;

/** One line of a file's metadata. The order of the lines is part of the file. */
export interface GgufEntry {
  readonly key: string;
  readonly value: GgufValue;
}

/** Bytes of one element, 0 for strings. */
export const elementBytes: Readonly<Record<GgufElementType, number>> = {
  u8: 1,
  i8: 1,
  u16: 2,
  i16: 2,
  u32: 4,
  i32: 4,
  f32: 4,
  bool: 1,
  string: 0,
  u64: 8,
  i64: 8,
  f64: 8,
};

export function readScalarAt(
  view: DataView,
  offset: number,
  type: Exclude<GgufElementType, "string">,
  littleEndian: boolean,
): GgufScalar {
  switch (type) {
    case "u8":
      return { type, value: view.getUint8(offset) };
    case "i8":
      return { type, value: view.getInt8(offset) };
    case "u16":
      return { type, value: view.getUint16(offset, littleEndian) };
    case "i16":
      return { type, value: view.getInt16(offset, littleEndian) };
    case "u32":
      return { type, value: view.getUint32(offset, littleEndian) };
    case "i32":
      return { type, value: view.getInt32(offset, littleEndian) };
    case "f32":
      return { type, value: view.getFloat32(offset, littleEndian) };
    case "f64":
      return { type, value: view.getFloat64(offset, littleEndian) };
    case "bool":
      return { type, value: view.getUint8(offset) !== 0 };
    case "u64":
      return { type, value: view.getBigUint64(offset, littleEndian) };
    case "i64":
      return { type, value: view.getBigInt64(offset, littleEndian) };
  }
}

/** Writes a scalar that is not a string at `offset`, little-endian, and gives its size. */
export function writeScalarAt(
  view: DataView,
  offset: number,
  scalar: Exclude<GgufScalar, { type: "string" }>,
): number {
  switch (scalar.type) {
    case "u8":
      view.setUint8(offset, scalar.value);
      break;
    case "i8":
      view.setInt8(offset, scalar.value);
      break;
    case "u16":
      view.setUint16(offset, scalar.value, true);
      break;
    case "i16":
      view.setInt16(offset, scalar.value, true);
      break;
    case "u32":
      view.setUint32(offset, scalar.value, true);
      break;
    case "i32":
      view.setInt32(offset, scalar.value, true);
      break;
    case "f32":
      view.setFloat32(offset, scalar.value, true);
      break;
    case "f64":
      view.setFloat64(offset, scalar.value, true);
      break;
    case "bool":
      view.setUint8(offset, scalar.value ? 1 : 0);
      break;
    case "u64":
      view.setBigUint64(offset, scalar.value, true);
      break;
    case "i64":
      view.setBigInt64(offset, scalar.value, true);
      break;
  }
  return elementBytes[scalar.type];
}

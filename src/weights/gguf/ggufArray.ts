import {
  elementBytes,
  type GgufArray,
  type GgufBigintType,
  type GgufNumberType,
  type GgufScalar,
  readScalarAt,
  writeScalarAt,
} from "./ggufValue.js";
import { asBuffer, viewOf } from "./header/byteViews.js";
import { readTextAt, writeText } from "./text.js";

export function stringArray(items: readonly string[]): GgufArray {
  const texts = items.map(writeText);
  const encoded = new Uint8Array(texts.reduce((sum, text) => sum + 8 + text.length, 0));
  const view = viewOf(encoded);
  let offset = 0;
  for (const text of texts) {
    view.setUint32(offset, text.length, true);
    encoded.set(text, offset + 8);
    offset += 8 + text.length;
  }
  return { type: "array", elementType: "string", length: items.length, encoded };
}

export function numberArray(elementType: GgufNumberType, items: ArrayLike<number>): GgufArray {
  const size = elementBytes[elementType];
  const encoded = new Uint8Array(items.length * size);
  const view = viewOf(encoded);
  for (let i = 0; i < items.length; i++) {
    writeScalarAt(view, i * size, { type: elementType, value: items[i] ?? 0 });
  }
  return { type: "array", elementType, length: items.length, encoded };
}

export function bigintArray(elementType: GgufBigintType, items: ArrayLike<bigint>): GgufArray {
  const encoded = new Uint8Array(items.length * 8);
  const view = viewOf(encoded);
  for (let i = 0; i < items.length; i++) {
    writeScalarAt(view, i * 8, { type: elementType, value: items[i] ?? 0n });
  }
  return { type: "array", elementType, length: items.length, encoded };
}

export function booleanArray(items: readonly boolean[]): GgufArray {
  const encoded = Uint8Array.from(items, (item) => (item ? 1 : 0));
  return { type: "array", elementType: "bool", length: items.length, encoded };
}

/** All strings of an array of strings, decoded. */
export function readStrings(array: GgufArray): string[] {
  return [...iterateStrings(array)];
}

/** The strings one after another: nothing but the one at hand is kept. */
export function* iterateStrings(array: GgufArray): Generator<string> {
  if (array.elementType !== "string") return;
  const buffer = asBuffer(array.encoded);
  let offset = 0;
  for (let i = 0; i < array.length; i++) {
    const start = offset + 8;
    // The header's limit keeps every length below 2^32 (see limits.ts).
    offset = start + buffer.readUInt32LE(offset);
    yield readTextAt(buffer, start, offset);
  }
}

const offsetsOf = new WeakMap<GgufArray, Uint32Array>();

/** String number `index`. The first call walks the array once and remembers where each string starts. */
export function tryStringAt(array: GgufArray, index: number): string | undefined {
  if (array.elementType !== "string" || index < 0 || index >= array.length) return undefined;
  const offsets = offsetsOf.get(array) ?? indexStrings(array);
  const buffer = asBuffer(array.encoded);
  const start = offsets[index] ?? 0;
  return readTextAt(buffer, start + 8, start + 8 + buffer.readUInt32LE(start));
}

function indexStrings(array: GgufArray): Uint32Array {
  const buffer = asBuffer(array.encoded);
  const offsets = new Uint32Array(array.length);
  let offset = 0;
  for (let i = 0; i < array.length; i++) {
    offsets[i] = offset;
    offset += 8 + buffer.readUInt32LE(offset);
  }
  offsetsOf.set(array, offsets);
  return offsets;
}

/** The numbers of an array of numbers (64-bit integers too, rounded to doubles when beyond 2^53). */
export function readNumbers(array: GgufArray): number[] {
  if (array.elementType === "string") return [];
  const view = viewOf(array.encoded);
  const size = elementBytes[array.elementType];
  const numbers = new Array<number>(array.length);
  for (let i = 0; i < array.length; i++) {
    numbers[i] = Number(readScalarAt(view, i * size, array.elementType, true).value);
  }
  return numbers;
}

/** One element as a scalar. */
export function tryElementAt(array: GgufArray, index: number): GgufScalar | undefined {
  if (index < 0 || index >= array.length) return undefined;
  if (array.elementType === "string") {
    const value = tryStringAt(array, index);
    return value === undefined ? undefined : { type: "string", value };
  }
  const offset = index * elementBytes[array.elementType];
  return readScalarAt(viewOf(array.encoded), offset, array.elementType, true);
}

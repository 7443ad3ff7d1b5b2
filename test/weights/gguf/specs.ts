import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { ByteSource } from "../../../src/base/files.js";
import { bigintArray, booleanArray, numberArray, stringArray } from "../../../src/weights/gguf/ggufArray.js";
import type { GgufHeader, GgufTensor } from "../../../src/weights/gguf/ggufHeader.js";
import type { GgufElementType, GgufEntry, GgufValue } from "../../../src/weights/gguf/ggufValue.js";
import { type GgufLayout, layoutGguf, type PlannedTensor } from "../../../src/weights/gguf/layoutGguf.js";
import { parseGgufHeader } from "../../../src/weights/gguf/parseGgufHeader.js";
import { tryTensorTypeById } from "../../../src/weights/gguf/tensorTypes.js";
import { writeGgufChunks } from "../../../src/weights/gguf/writeGguf.js";

/** Metadata and tensors as fixtures/gguf writes them down (see its README). */
export interface Spec {
  readonly metadata: readonly (readonly [key: string, type: GgufElementType | "array", value: SpecValue])[];
  readonly tensors: readonly (readonly [name: string, type: number, dims: readonly number[]])[];
}

type SpecValue =
  | string
  | boolean
  | { readonly element: GgufElementType; readonly items: readonly (string | boolean)[] };

export function fixturePath(path: string): string {
  return fileURLToPath(new URL(`../../../fixtures/${path}`, import.meta.url));
}

export function readFixture(path: string): Uint8Array {
  return new Uint8Array(readFileSync(fixturePath(path)));
}

export function planOf(spec: Spec): { metadata: GgufEntry[]; tensors: PlannedTensor[] } {
  return {
    metadata: spec.metadata.map(([key, type, value]) => ({ key, value: ggufValue(type, value) })),
    tensors: spec.tensors.map(([name, id, dims]) => ({ name, dims, type: requireType(id) })),
  };
}

function ggufValue(type: GgufElementType | "array", value: SpecValue): GgufValue {
  if (type === "array") return arrayOf(value);
  switch (type) {
    case "string":
      return { type, value: String(value) };
    case "bool":
      return { type, value: value === true };
    case "u64":
    case "i64":
      return { type, value: BigInt(String(value)) };
    default:
      return { type, value: Number(value) };
  }
}

function arrayOf(value: SpecValue): GgufValue {
  if (typeof value !== "object") throw new Error("an array is written as {element, items}");
  const { element, items } = value;
  switch (element) {
    case "string":
      return stringArray(items.map(String));
    case "bool":
      return booleanArray(items.map((item) => item === true));
    case "u64":
    case "i64":
      return bigintArray(
        element,
        items.map((item) => BigInt(String(item))),
      );
    default:
      return numberArray(element, items.map(Number));
  }
}

function requireType(id: number): PlannedTensor["type"] {
  const type = tryTensorTypeById(id);
  if (type === undefined) throw new Error(`no type ${id}`);
  return type;
}

/** Byte `i` of tensor number `index`, as the recorder fills it. */
export function patternBytes(index: number, sizeBytes: number): Uint8Array {
  return Uint8Array.from({ length: sizeBytes }, (_, i) => (i * 31 + index * 7 + (i >> 8)) & 255);
}

export async function fileBytes(
  layout: GgufLayout,
  data: (tensor: GgufTensor, index: number) => Uint8Array = (tensor, index) =>
    patternBytes(index, tensor.sizeBytes),
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of writeGgufChunks(layout, (tensor, index) => [data(tensor, index)]))
    chunks.push(chunk);
  return Buffer.concat(chunks);
}

export function specBytes(spec: Spec): Promise<Uint8Array> {
  return fileBytes(layoutGguf(planOf(spec)));
}

/** A file in memory; `reads` counts what was asked for. */
export function memorySource(
  bytes: Uint8Array,
  label = "memory.gguf",
): ByteSource & { reads: [number, number][] } {
  const reads: [number, number][] = [];
  return {
    label,
    sizeBytes: bytes.length,
    reads,
    read: async (offset, target) => {
      reads.push([offset, target.length]);
      const part = bytes.subarray(offset, offset + target.length);
      target.set(part);
      return part.length;
    },
    close: async () => {},
  };
}

export function requireHeader(bytes: Uint8Array): GgufHeader {
  const parsed = parseGgufHeader(bytes, { sizeBytes: bytes.length });
  if (parsed.kind !== "ok") throw new Error(`the header wants ${parsed.neededBytes} bytes`);
  return parsed.header;
}

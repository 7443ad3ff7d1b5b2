import { readNumbers, readStrings } from "./ggufArray.js";
import type { GgufEntry, GgufValue } from "./ggufValue.js";

export interface HasMetadata {
  readonly metadata: readonly GgufEntry[];
}

export function tryValue(file: HasMetadata, key: string): GgufValue | undefined {
  return file.metadata.find((entry) => entry.key === key)?.value;
}

/** The getters give undefined when the key is absent or holds something else. */
export function getString(file: HasMetadata, key: string): string | undefined {
  const value = tryValue(file, key);
  return value?.type === "string" ? value.value : undefined;
}

export function getBoolean(file: HasMetadata, key: string): boolean | undefined {
  const value = tryValue(file, key);
  return value?.type === "bool" ? value.value : undefined;
}

/** Any number of a width up to 64 bits, as a double. */
export function getNumber(file: HasMetadata, key: string): number | undefined {
  const value = tryValue(file, key);
  if (value === undefined) return undefined;
  if (typeof value === "object" && "value" in value) {
    if (typeof value.value === "number") return value.value;
    if (typeof value.value === "bigint") return Number(value.value);
  }
  return undefined;
}

/** A whole number of zero or more, whatever integer type holds it. */
export function getUint(file: HasMetadata, key: string): number | undefined {
  const value = tryValue(file, key);
  if (value === undefined || value.type === "f32" || value.type === "f64") return undefined;
  const number = getNumber(file, key);
  return number !== undefined && number >= 0 && Number.isSafeInteger(number) ? number : undefined;
}

export function getStrings(file: HasMetadata, key: string): string[] | undefined {
  const value = tryValue(file, key);
  return value?.type === "array" && value.elementType === "string" ? readStrings(value) : undefined;
}

export function getNumbers(file: HasMetadata, key: string): number[] | undefined {
  const value = tryValue(file, key);
  if (value?.type !== "array" || value.elementType === "string") return undefined;
  return readNumbers(value);
}

export function getArrayLength(file: HasMetadata, key: string): number | undefined {
  const value = tryValue(file, key);
  return value?.type === "array" ? value.length : undefined;
}

export function getArchitecture(file: HasMetadata): string | undefined {
  return getString(file, "general.architecture");
}

/** `block_count` → `llama.block_count`: the way llama.cpp and Ollama look hyper-parameters up. */
export function architectureKey(file: HasMetadata, name: string): string {
  return `${getArchitecture(file) ?? ""}.${name}`;
}

import { MfError } from "../base/errors.js";
import { printable } from "../base/redact.js";

/** JSON of foreign origin, looked at field by field: `what` says in messages whose it is. */
export interface RawObject {
  readonly what: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Parses text that must be one JSON object. */
export function parseRawObject(bytes: Uint8Array, what: string): RawObject {
  return asRawObject(parseRawJson(bytes, what), what);
}

/**
 * Manifests, configs and params nest a handful of levels; the limit keeps whatever walks the value later
 * from running out of stack.
 */
const maxDepth = 100;

export function parseRawJson(bytes: Uint8Array, what: string): unknown {
  if (nestsDeeper(bytes, maxDepth)) {
    throw new MfError("MF_E_JSON_INVALID", `${what} nests more than ${maxDepth} levels`);
  }
  try {
    return JSON.parse(new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes));
  } catch (error) {
    throw new MfError("MF_E_JSON_INVALID", `${what} is not JSON`, { cause: error });
  }
}

const quote = 0x22;
const backslash = 0x5c;

function nestsDeeper(bytes: Uint8Array, limit: number): boolean {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    if (inString) {
      if (byte === backslash) i++;
      else if (byte === quote) inString = false;
    } else if (byte === quote) {
      inString = true;
    } else if (byte === 0x5b || byte === 0x7b) {
      if (++depth > limit) return true;
    } else if (byte === 0x5d || byte === 0x7d) {
      depth--;
    }
  }
  return false;
}

export function asRawObject(value: unknown, what: string): RawObject {
  if (!isObject(value)) throw wrongType(what, "an object", value);
  return { what, fields: value };
}

export function asRawArray(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value)) throw wrongType(what, "an array", value);
  return value;
}

export function readText(raw: RawObject, key: string): string {
  const value = raw.fields[key];
  if (typeof value !== "string") throw wrongType(`${key} of ${raw.what}`, "a string", value);
  return value;
}

/** As Go reads into a struct: an absent or null field keeps its zero value. */
export function readOptionalText(raw: RawObject, key: string): string | undefined {
  const value = raw.fields[key];
  return value === undefined || value === null || value === "" ? undefined : readText(raw, key);
}

/** A size or count: a whole number that is not negative and that a double holds exactly. */
export function readCount(raw: RawObject, key: string): number {
  const value = raw.fields[key];
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0) {
    throw wrongType(`${key} of ${raw.what}`, "a whole number", value);
  }
  return value;
}

export function readOptionalCount(raw: RawObject, key: string): number | undefined {
  const value = raw.fields[key];
  return value === undefined || value === null || value === 0 ? undefined : readCount(raw, key);
}

export function readOptionalTexts(raw: RawObject, key: string): readonly string[] | undefined {
  const value = raw.fields[key];
  if (value === undefined || value === null) return undefined;
  return asRawArray(value, `${key} of ${raw.what}`).map((item, index) => {
    if (typeof item !== "string") throw wrongType(`${key}[${index}] of ${raw.what}`, "a string", item);
    return item;
  });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function wrongType(where: string, want: string, value: unknown): MfError {
  const got = value === undefined ? "missing" : printable(JSON.stringify(value) ?? typeof value, 60);
  return new MfError("MF_E_JSON_INVALID", `${where} must be ${want}, it is ${got}`);
}

import { MfError } from "../base/errors.js";

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;

/** A key whose value is undefined is left out, as Go's `omitempty` does. */
export interface JsonObject {
  readonly [key: string]: JsonValue | undefined;
}

/**
 * The text that Go's `json.Encoder` writes for a struct: keys in the order given, no blanks, HTML
 * characters escaped, a newline at the end. Blobs are named by these bytes, so they have to be Go's own.
 */
export function printGoJson(value: JsonValue): string {
  return `${printValue(value, (object) => Object.entries(object))}\n`;
}

/** The same for a Go map: keys sorted by their UTF-8 bytes, at every depth. */
export function printGoMapJson(value: JsonObject): string {
  return `${printValue(value, sortedEntries)}\n`;
}

type Entries = (object: JsonObject) => readonly (readonly [string, JsonValue | undefined])[];

function sortedEntries(object: JsonObject): readonly (readonly [string, JsonValue | undefined])[] {
  return Object.entries(object)
    .map(([key, value]) => ({ key, value, bytes: Buffer.from(key) }))
    .sort((a, b) => Buffer.compare(a.bytes, b.bytes))
    .map(({ key, value }) => [key, value]);
}

function printValue(value: JsonValue, entriesOf: Entries): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") return printNumber(value);
  if (typeof value === "string") return printString(value);
  if (isArray(value)) return `[${value.map((item) => printValue(item, entriesOf)).join(",")}]`;
  const members = entriesOf(value).flatMap(([key, member]) =>
    member === undefined ? [] : [`${printString(key)}:${printValue(member, entriesOf)}`],
  );
  return `{${members.join(",")}}`;
}

function isArray(value: readonly JsonValue[] | JsonObject): value is readonly JsonValue[] {
  return Array.isArray(value);
}

// Go and JavaScript agree on the shortest decimal and on where exponents begin; they differ on minus zero.
function printNumber(value: number): string {
  if (!Number.isFinite(value)) {
    throw new MfError("MF_E_JSON_NUMBER", `${value} cannot be written as JSON`, {
      hint: "JSON has neither infinities nor NaN: give a finite number.",
    });
  }
  return Object.is(value, -0) ? "-0" : String(value);
}

function printString(value: string): string {
  // A lone surrogate has no UTF-8 form; both languages put U+FFFD in its place.
  const wellFormed = value.replace(/\p{Surrogate}/gu, "\ufffd");
  return JSON.stringify(wellFormed).replace(
    /[<>&\u2028\u2029]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

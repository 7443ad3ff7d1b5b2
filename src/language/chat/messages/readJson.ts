import { MfError } from "../../../base/errors.js";
import { printable } from "../../../base/redact.js";

/** What one conversation may hold; each keeps hostile JSON from taking the process with it. */
export const conversationLimits = {
  /** UTF-16 units of the JSON text: images make requests large, and Ollama's clients send tens of MB. */
  maxTextLength: 256 * 1024 * 1024,
  /** A template without `.Messages` is rendered once a turn; no chat a person has comes near. */
  maxMessages: 10_000,
  /** Tools in a request, calls in a message, images in a message, properties of an object. */
  maxItems: 10_000,
  /** Objects inside each other; what reads and prints them recurses. */
  maxDepth: 100,
} as const;

/** A JSON value and where it stands: `messages[2].content`. */
export interface JsonPlace {
  readonly value: unknown;
  readonly path: string;
}

export function failAt({ path }: JsonPlace, problem: string, hint?: string): never {
  const where = path === "" ? "The conversation" : `\`${printable(path)}\``;
  throw new MfError("MF_E_CONVERSATION", `${where} ${problem}.`, {
    ...(hint === undefined ? {} : { hint }),
    details: { path },
  });
}

export function describeJson(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

/** A member of an object. As in Go, its name may be written in any case, the last one counts, and null does not. */
export function member(place: JsonPlace, name: string): JsonPlace | undefined {
  return memberWhere(place, name, (found) => found !== null);
}

export function memberOrNull(place: JsonPlace, name: string): JsonPlace | undefined {
  return memberWhere(place, name, () => true);
}

function memberWhere(
  { value, path }: JsonPlace,
  name: string,
  counts: (value: unknown) => boolean,
): JsonPlace | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const found = Object.entries(value).findLast(
    ([key, item]) => (key === name || key.toLowerCase() === name.toLowerCase()) && counts(item),
  );
  return found && { value: found[1], path: path === "" ? name : `${path}.${name}` };
}

export function readText(place: JsonPlace | undefined, hint?: string): string {
  if (place === undefined || place.value === null) return "";
  if (typeof place.value === "string") return place.value;
  return failAt(place, `is ${describeJson(place.value)}, but must be text`, hint);
}

export function tryReadText(place: JsonPlace | undefined): string | undefined {
  return place === undefined ? undefined : readText(place);
}

export function readInteger(place: JsonPlace | undefined): number {
  if (place === undefined) return 0;
  if (Number.isSafeInteger(place.value)) return Number(place.value);
  return failAt(place, `is ${describeJson(place.value)}, but must be a whole number`);
}

export function readList<T>(
  place: JsonPlace | undefined,
  read: (item: JsonPlace) => T,
  limit: number = conversationLimits.maxItems,
): readonly T[] | undefined {
  if (place === undefined) return undefined;
  const { value, path } = place;
  if (!Array.isArray(value)) return failAt(place, `is ${describeJson(value)}, but must be a list`);
  if (value.length > limit) return failAt(place, `has ${value.length} items, more than ${limit}`);
  return value.map((item: unknown, i) => read({ value: item, path: `${path}[${i}]` }));
}

export function readObject(place: JsonPlace, hint?: string): Readonly<Record<string, unknown>> {
  const { value } = place;
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return value as Readonly<Record<string, unknown>>;
  }
  return failAt(place, `is ${describeJson(value)}, but must be an object`, hint);
}

/** Refuses what Go's decoder does (numbers beyond a float64) and what is nested deeper than our limit. */
export function readAny(place: JsonPlace | undefined, depth = 0): unknown {
  if (place === undefined) return undefined;
  const { value, path } = place;
  checkDepth(place, depth);
  if (typeof value === "number" && !Number.isFinite(value)) return failAt(place, "is a number out of range");
  if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) readAny({ value: item, path: `${path}[${i}]` }, depth + 1);
  } else if (typeof value === "object" && value !== null) {
    for (const [key, item] of Object.entries(value))
      readAny({ value: item, path: `${path}.${key}` }, depth + 1);
  }
  return value;
}

export function checkDepth(place: JsonPlace, depth: number): void {
  if (depth > conversationLimits.maxDepth) {
    failAt(place, `is nested more than ${conversationLimits.maxDepth} levels deep`);
  }
}

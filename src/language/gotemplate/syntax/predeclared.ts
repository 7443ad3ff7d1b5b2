const names = [
  "and",
  "call",
  "eq",
  "ge",
  "gt",
  "html",
  "index",
  "js",
  "le",
  "len",
  "lt",
  "ne",
  "not",
  "or",
  "print",
  "printf",
  "println",
  "slice",
  "urlquery",
] as const;

export type PredeclaredName = (typeof names)[number];

const known: ReadonlySet<string> = new Set(names);

/** The names of the functions that every template has. */
export const predeclaredNames: readonly PredeclaredName[] = names;

export function isPredeclaredName(name: string): name is PredeclaredName {
  return known.has(name);
}

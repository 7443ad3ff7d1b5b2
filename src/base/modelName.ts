import { MfError } from "./errors.js";
import { printable } from "./redact.js";

/**
 * The parts of a model's name, `[scheme://][host/][namespace/]model[:tag]`, as Ollama v0.33 splits it.
 * An absent part is empty. A part whose separator is there but whose text is not is `missingPart`.
 */
export interface ModelName {
  readonly scheme: string;
  readonly host: string;
  readonly namespace: string;
  readonly model: string;
  readonly tag: string;
}

export type ModelNamePart = "host" | "namespace" | "model" | "tag";

/** What stands for an empty piece next to a separator (`pine:`, `/pine`); it is no valid part. */
export const missingPart = "!MISSING!";

export const defaultModelNameParts = {
  scheme: "https",
  host: "registry.ollama.ai",
  namespace: "library",
  tag: "latest",
} as const;

// Lengths and characters: Ollama v0.33 types/model/name.go. A first character that is a dot or a dash is
// refused, which is also what keeps `..` and option-like names off the disk.
const partPatterns: Readonly<Record<ModelNamePart, RegExp>> = {
  host: /^[A-Za-z0-9_][A-Za-z0-9_.:-]{0,349}$/,
  namespace: /^[A-Za-z0-9_][A-Za-z0-9_-]{0,79}$/,
  model: /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,79}$/,
  tag: /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,79}$/,
};

const partRules: Readonly<Record<ModelNamePart, string>> = {
  host: "1 to 350 letters, digits and _ . : -, the first a letter, digit or _",
  namespace: "1 to 80 letters, digits and _ -, the first a letter, digit or _",
  model: "1 to 80 letters, digits and _ . -, the first a letter, digit or _",
  tag: "1 to 80 letters, digits and _ . -, the first a letter, digit or _",
};

const partNames = ["host", "namespace", "model", "tag"] as const satisfies readonly ModelNamePart[];

/** The parts as they stand in the text, nothing filled in. Never fails: see `detectModelNameProblem`. */
export function parseBareModelName(text: string): ModelName {
  let rest = text;
  let tag = "";
  // A colon before the last slash belongs to a host's port.
  if (rest.lastIndexOf(":") > rest.lastIndexOf("/")) [rest, tag] = cutLast(rest, ":");
  if (!rest.includes("/")) return { scheme: "", host: "", namespace: "", model: rest, tag };
  const [front, model] = cutLast(rest, "/");
  if (!front.includes("/")) return { scheme: "", host: "", namespace: front, model, tag };
  const [address, namespace] = cutLast(front, "/");
  const schemeEnd = address.indexOf("://");
  if (schemeEnd < 0) return { scheme: "", host: address, namespace, model, tag };
  return { scheme: address.slice(0, schemeEnd), host: address.slice(schemeEnd + 3), namespace, model, tag };
}

function cutLast(text: string, separator: string): [string, string] {
  const at = text.lastIndexOf(separator);
  return [text.slice(0, at) || missingPart, text.slice(at + 1) || missingPart];
}

/** The parts with absent ones filled in from Ollama's defaults. Never fails: see `isValidModelName`. */
export function parseModelName(text: string): ModelName {
  const bare = parseBareModelName(text);
  return {
    scheme: bare.scheme || defaultModelNameParts.scheme,
    host: bare.host || defaultModelNameParts.host,
    namespace: bare.namespace || defaultModelNameParts.namespace,
    model: bare.model,
    tag: bare.tag || defaultModelNameParts.tag,
  };
}

export interface ModelNameProblem {
  readonly part: ModelNamePart;
  readonly value: string;
  /** What the part may consist of, for people. */
  readonly rule: string;
}

/** The first part, from the left, that no model's name may have; undefined when the name is valid. */
export function detectModelNameProblem(name: ModelName): ModelNameProblem | undefined {
  const part = partNames.find((candidate) => !partPatterns[candidate].test(name[candidate]));
  return part && { part, value: name[part], rule: partRules[part] };
}

/** Whether all four parts are there and well formed. The scheme is not looked at, as in the peer. */
export function isValidModelName(name: ModelName): boolean {
  return detectModelNameProblem(name) === undefined;
}

/** `parseModelName` for operations: an invalid name stops them. */
export function resolveModelName(text: string): ModelName {
  const name = parseModelName(text);
  requireValid(name, text);
  return name;
}

function requireValid(name: ModelName, text: string): void {
  const problem = detectModelNameProblem(name);
  if (problem === undefined) return;
  const { part, value, rule } = problem;
  const what = value === "" || value === missingPart ? "is missing" : `is not allowed: "${printable(value)}"`;
  throw new MfError("MF_E_NAME_INVALID", `invalid model name "${printable(text)}": its ${part} ${what}`, {
    hint: `A ${part} is ${rule}.`,
    details: { name: text, part },
  });
}

/** Ollama compares names without regard to case; valid names are ASCII. */
export function isSameModelName(a: ModelName, b: ModelName): boolean {
  return partNames.every((part) => isSameText(a[part], b[part]));
}

function isSameText(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** `host/namespace/model:tag`, only the parts that are there. */
export function printModelName(name: ModelName): string {
  const host = name.host && `${name.host}/`;
  const namespace = name.namespace && `${name.namespace}/`;
  return `${host}${namespace}${name.model}${name.tag && `:${name.tag}`}`;
}

/** The form Ollama lists: the default host, and then the default namespace, are left out; the tag never is. */
export function printShortestModelName(name: ModelName): string {
  if (!isSameText(name.host, defaultModelNameParts.host)) return printModelName(name);
  if (!isSameText(name.namespace, defaultModelNameParts.namespace)) {
    return printModelName({ ...name, host: "" });
  }
  return printModelName({ ...name, host: "", namespace: "" });
}

/** `namespace/model`, a repository's path on the wire. */
export function printRepository(name: ModelName): string {
  return `${name.namespace}/${name.model}`;
}

/** `scheme://host` of the registry that a valid name lives in. */
export function printRegistryUrl(name: ModelName): string {
  return `${name.scheme}://${name.host}`;
}

/** The path components below `manifests/`; only for valid names, so that none of them can leave it. */
export function manifestPathOf(name: ModelName): readonly [string, string, string, string] {
  requireValid(name, printModelName(name));
  return [name.host, name.namespace, name.model, name.tag];
}

/** The name that a manifest's path stands for, or undefined when it stands for none. */
export function tryModelNameOfPath(parts: readonly string[]): ModelName | undefined {
  const [host, namespace, model, tag] = parts;
  if (parts.length !== 4 || !host || !namespace || !model || !tag) return undefined;
  const name = { scheme: defaultModelNameParts.scheme, host, namespace, model, tag };
  return isValidModelName(name) ? name : undefined;
}

import { MfError } from "./errors.js";
import { type ModelName, parseModelName } from "./modelName.js";
import { printable } from "./redact.js";

/** Where a model is to run, as the suffix of its reference asks. */
export type ModelSource = "local" | "cloud" | "unspecified";

/** What a person types to mean a model: a name, possibly with a word on where it is to run. */
export interface ModelReference {
  /** The text without blanks around it and without the suffix. */
  readonly base: string;
  readonly source: ModelSource;
  /** The parts of `base`, defaults filled in; not necessarily a valid name. */
  readonly name: ModelName;
  /** Whether the text, suffix included, carries a tag. */
  readonly hasExplicitTag: boolean;
  /** The name under which the model is pulled and stored: cloud models have `cloud` in their tag. */
  readonly pullName: string;
}

/** Splits `:local`, `:cloud` and a tag's `-cloud` off, as Ollama v0.33's commands do before anything else. */
export function parseModelReference(text: string): ModelReference {
  const trimmed = text.trim();
  const { base, source } = cutSource(trimmed);
  if (base === "") throw new MfError("MF_E_NAME_INVALID", "model is required", { details: { name: text } });
  if (source !== "unspecified" && cutSource(base).source !== "unspecified") {
    throw new MfError("MF_E_NAME_INVALID", `use either :local or :cloud, not both: "${printable(trimmed)}"`, {
      details: { name: text },
    });
  }
  return {
    base,
    source,
    name: parseModelName(base),
    hasExplicitTag: hasTag(trimmed),
    pullName: source === "cloud" ? `${base}${hasTag(base) ? "-" : ":"}cloud` : base,
  };
}

function cutSource(text: string): { readonly base: string; readonly source: ModelSource } {
  const colon = text.lastIndexOf(":");
  const last = colon < 0 ? "" : text.slice(colon + 1).toLowerCase();
  if (last === "cloud" || last === "local") return { base: text.slice(0, colon), source: last };
  if (last.endsWith("-cloud") && !last.includes("/")) {
    return { base: text.slice(0, -"-cloud".length), source: "cloud" };
  }
  return { base: text, source: "unspecified" };
}

function hasTag(text: string): boolean {
  return text.lastIndexOf(":") > text.lastIndexOf("/");
}

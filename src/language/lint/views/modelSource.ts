import {
  detectModelNameProblem,
  type ModelName,
  type ModelNameProblem,
  parseModelName,
} from "../../../base/modelName.js";
import type { LintFile, ValuedInstruction } from "../lintFile.js";
import type { PathFact } from "../modelPeek.js";
import { meantText } from "./meantText.js";

/** What FROM, ADAPTER or DRAFT points at, as far as the text alone tells. */
export interface ModelSource {
  readonly instruction: ValuedInstruction;
  /** What was meant: without a comment behind it or foreign quotes around it. */
  readonly text: string;
  readonly form: SourceForm;
}

/** One form a source, so that one slip gives one finding: each has rules of its own. */
export type SourceForm =
  | { readonly kind: "empty" }
  | { readonly kind: "placeholder" }
  /** Host, user and model behind a scheme are a valid name, and Ollama drops the scheme. */
  | { readonly kind: "url"; readonly scheme: string; readonly name: NameForm | undefined }
  | { readonly kind: "path"; readonly place: PathPlace }
  /** A model's name; for ADAPTER and DRAFT, which take only paths, never. */
  | NameForm;

export interface NameForm {
  readonly kind: "name";
  readonly name: ModelName;
  readonly problem: ModelNameProblem | undefined;
  readonly hasTag: boolean;
}

/** Where a path starts: `relative` to the Modelfile's folder, the others on one machine. */
export type PathPlace = "relative" | "absolute" | "home" | "windows";

export function readModelSource(text: string, instruction: ValuedInstruction): ModelSource {
  const meant = meantText({ text }, instruction);
  return { instruction, text: meant, form: formOf(meant, instruction.name === "FROM") };
}

function formOf(text: string, mayBeName: boolean): SourceForm {
  if (text === "") return { kind: "empty" };
  if (isPlaceholder(text)) return { kind: "placeholder" };
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):\/\//.exec(text)?.[1]?.toLowerCase();
  if (scheme) {
    const name = mayBeName && scheme !== "file" ? readName(text) : undefined;
    return { kind: "url", scheme, name: name?.problem ? undefined : name };
  }
  const place = tryFindPlace(text);
  if (place) return { kind: "path", place };
  return mayBeName ? readName(text) : { kind: "path", place: "relative" };
}

export function readName(value: string): NameForm {
  const bare = withoutSourceSuffix(value);
  const name = parseModelName(bare);
  const hasTag = value.lastIndexOf(":") > value.lastIndexOf("/");
  return { kind: "name", name, problem: detectModelNameProblem(name), hasTag };
}

/** `:cloud` and `:local` say where a model runs; Ollama cuts one of them off (internal/modelref). */
function withoutSourceSuffix(value: string): string {
  const match = /^(.+):(?:cloud|local)$/i.exec(value);
  return match?.[1] && !/:(?:cloud|local)$/i.test(match[1]) ? match[1] : value;
}

const weightsSuffix = /\.(?:gguf|ggml|safetensors|bin|pth|pt|ckpt|onnx|mlmodel|zip|txt|json)$/i;
/** Registries' names may end like a file. */
const knownHost = /^(?:hf\.co|huggingface\.co|registry\.ollama\.ai|ollama\.com)\//i;

/** Whether a value looks like a path, and not like a model's name. */
export function isPathText(value: string): boolean {
  return tryFindPlace(value) !== undefined;
}

function tryFindPlace(value: string): PathPlace | undefined {
  if (/^[A-Za-z]:[\\/]|^\\/.test(value)) return "windows";
  if (value.startsWith("/")) return "absolute";
  if (/^~(?:[A-Za-z0-9._-]*)(?:[\\/]|$)/.test(value)) return "home";
  if (/^\.|\\|[/]$/.test(value)) return "relative";
  return weightsSuffix.test(value) && !knownHost.test(value) ? "relative" : undefined;
}

/** Texts that stand in documentation for what the reader is to fill in. */
const placeholders: readonly RegExp[] = [
  /<[A-Za-z][^<>|]*>/,
  /\{\{?[^{}]*\}\}?|\$\{?[A-Za-z_]\w*\}?|%[A-Za-z_]\w*%/,
  /(?:^|[\\/])path[\\/]to(?:[\\/]|$)/i,
  /(?:^|[\\/_.-])your[-_ ]?(?:base|custom|fine|gguf|hf|model|adapter|lora|name|user|username|repo|file|path|weights)/i,
  /^__[A-Z][A-Z0-9_]*__$/,
  /^(?:\.{3}|…|x{3,}|todo|tbd|change[-_]?me|replace[-_]?(?:me|this)|fill[-_]?in|(?:base[-_]?)?model[-_](?:name|path|file)(?:[-_]?here)?)$/i,
];

function isPlaceholder(value: string): boolean {
  return placeholders.some((pattern) => pattern.test(value));
}

/** The valid name that FROM gives, with or without a scheme. */
export function tryNameOf({ form }: ModelSource): NameForm | undefined {
  if (form.kind === "url") return form.name;
  return form.kind === "name" && !form.problem ? form : undefined;
}

/** Whether Ollama takes the text for a model's name: a file that is there comes first. */
export function isModelName(file: Pick<LintFile, "peek">, source: ModelSource): boolean {
  const { form } = source;
  return (
    (form.kind === "name" || (form.kind === "url" && form.name !== undefined)) && !isOnDisk(file, source)
  );
}

/** Whether something lies at the path, which then wins over a model of that name. */
export function isOnDisk({ peek }: Pick<LintFile, "peek">, { text }: ModelSource): boolean {
  const found = peek.findPath(text);
  return found !== undefined && found.kind !== "missing";
}

/** Whether a path looks like a pattern of the shell. */
export function hasGlob(path: string): boolean {
  return /[*?]/.test(path);
}

export function isHuggingFace({ host }: ModelName): boolean {
  return /^(?:hf\.co|huggingface\.co)$/i.test(host);
}

/** What lies at a relative path; backslashes are tried as slashes too, which MF802 asks for. */
export function findRelative(
  { peek }: Pick<LintFile, "peek">,
  { form, text }: ModelSource,
): PathFact | undefined {
  if (form.kind !== "path" || form.place !== "relative") return undefined;
  const found = peek.findPath(text);
  return found?.kind === "missing" && text.includes("\\") ? peek.findPath(text.replace(/\\+/g, "/")) : found;
}

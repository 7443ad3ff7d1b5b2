import { tryFindParameter, tryFindRetiredParameter } from "./parameters.js";
import { type ParameterValue, printFloat32, tryParseParameterValue } from "./parameterValue.js";
import type { OllamaCommand } from "./readAsOllama.js";

/** The request that Ollama's client sends to create a model, or the error it stops at. */
export type CreateRequestResult =
  | { readonly kind: "ok"; readonly request: CreateRequest; readonly warnings: readonly string[] }
  | { readonly kind: "error"; readonly error: string; readonly warnings: readonly string[] };

export interface CreateRequest {
  readonly from?: string;
  /** Path to digest. */
  readonly files?: Readonly<Record<string, string>>;
  readonly draftFiles?: Readonly<Record<string, string>>;
  readonly adapters?: Readonly<Record<string, string>>;
  readonly template?: string;
  readonly system?: string;
  readonly renderer?: string;
  readonly parser?: string;
  readonly requires?: string;
  readonly licenses: readonly string[];
  readonly parameters: ReadonlyMap<string, ParameterValue>;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
}

/** What stands at the path that FROM, ADAPTER or DRAFT names. */
export type FilesAtPath =
  | { readonly kind: "missing"; readonly error: string }
  | { readonly kind: "files"; readonly path: string; readonly files: Readonly<Record<string, string>> }
  | { readonly kind: "error"; readonly error: string };

/** Looks into the file system; the parser itself never does. */
export type FindFiles = (path: string) => FilesAtPath;

type Draft = { -readonly [K in keyof CreateRequest]: CreateRequest[K] };

/** Does what Ollama's client does with the commands of a Modelfile, in their order. */
export function createRequest(commands: readonly OllamaCommand[], findFiles: FindFiles): CreateRequestResult {
  const warnings: string[] = [];
  const licenses: string[] = [];
  const messages: { role: string; content: string }[] = [];
  const parameters = new Map<string, ParameterValue>();
  const request: Draft = { licenses, messages, parameters };
  const modelPaths: string[] = [];
  const draftPaths: string[] = [];
  for (const command of commands) {
    const error = apply(command);
    if (error !== undefined) return { kind: "error", error, warnings };
  }
  const notFinite = [...parameters.values()].find(
    (one) => one.kind === "float" && !Number.isFinite(one.value),
  );
  if (notFinite) {
    const shown = String(notFinite.value).replace(/^(-?)Infinity$/, (_, sign) => `${sign || "+"}Inf`);
    return { kind: "error", error: `marshal: json: unsupported value: ${shown}`, warnings };
  }
  return { kind: "ok", request, warnings };

  function apply({ name, args }: OllamaCommand): string | undefined {
    switch (name) {
      case "model":
        return addFiles("files", args, modelPaths, draftPaths, () => {
          request.from = args;
        });
      case "draft":
        return addFiles("draftFiles", args, draftPaths, modelPaths);
      case "adapter": {
        const found = findFiles(args);
        if (found.kind !== "files") return found.error;
        request.adapters = found.files;
        return undefined;
      }
      case "template":
      case "system":
      case "renderer":
      case "parser":
        request[name] = args;
        return undefined;
      case "license":
        licenses.push(args);
        return undefined;
      case "requires":
        if (!isGoSemver(`v${args.replace(/^v/, "")}`)) return "requires must be a valid semver (e.g. 0.14.0)";
        request.requires = args.replace(/^v/, "");
        return undefined;
      case "message": {
        const cut = args.indexOf(": ");
        const [role, content] = cut < 0 ? [args, ""] : [args.slice(0, cut), args.slice(cut + 2)];
        messages.push({ role, content });
        return undefined;
      }
      default:
        return setParameter(name, args);
    }
  }

  function addFiles(
    to: "files" | "draftFiles",
    path: string,
    own: string[],
    others: readonly string[],
    whenMissing?: () => void,
  ): string | undefined {
    const found = findFiles(path);
    if (found.kind === "missing" && whenMissing) {
      whenMissing();
      return undefined;
    }
    if (found.kind !== "files") return found.error;
    if (others.includes(found.path)) {
      return `DRAFT must not reference the same local path as FROM: ${found.path}`;
    }
    own.push(found.path);
    request[to] = { ...request[to], ...found.files };
    return undefined;
  }

  function setParameter(name: string, text: string): string | undefined {
    if (tryFindRetiredParameter(name)?.today === "ignored") {
      warnings.push(`warning: parameter ${name} is deprecated`);
      return undefined;
    }
    const info = tryFindParameter(name);
    if (!info) return `unknown parameter '${name}'`;
    const value = tryParseParameterValue(info, text);
    if (!value) return `invalid ${info.type} value [${text}]`;
    const before = parameters.get(name);
    const isList = value.kind === "strings" && before?.kind === "strings";
    parameters.set(name, isList ? { kind: "strings", value: [...before.value, ...value.value] } : value);
    return undefined;
  }
}

const semver =
  /^v(0|[1-9]\d*)(?:\.(0|[1-9]\d*)(?:\.(0|[1-9]\d*)(-(?:(?:0|[1-9]\d*|\d*[A-Za-z-][0-9A-Za-z-]*)(?:\.|(?=\+|$)))+(?<!\.))?(\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?)?)?$/;

/** golang.org/x/mod/semver: `v1` and `v1.2` count too, a pre-release only behind three numbers. */
export function isGoSemver(text: string): boolean {
  return semver.test(text);
}

/** The JSON text that the client sends, keys in Ollama's order; 64-bit integers stay exact. */
export function printCreateRequest(request: CreateRequest): string {
  const fields: string[] = ['"model":""'];
  const add = (key: string, value: unknown): void => {
    if (value !== undefined && value !== "") fields.push(`"${key}":${JSON.stringify(value)}`);
  };
  add("from", request.from);
  add("files", request.files);
  add("draft_files", request.draftFiles);
  add("adapters", request.adapters);
  add("template", request.template);
  add("license", request.licenses.length > 0 ? request.licenses : undefined);
  add("system", request.system);
  if (request.parameters.size > 0) fields.push(`"parameters":${printParameters(request.parameters)}`);
  add("messages", request.messages.length > 0 ? request.messages : undefined);
  add("renderer", request.renderer);
  add("parser", request.parser);
  add("requires", request.requires);
  fields.push('"name":""');
  return `{${fields.join(",")}}`;
}

function printParameters(parameters: CreateRequest["parameters"]): string {
  const sorted = [...parameters].sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([name, value]) => `${JSON.stringify(name)}:${printValue(value)}`).join(",")}}`;
}

function printValue(value: ParameterValue): string {
  switch (value.kind) {
    case "int":
      return value.value.toString();
    case "float":
      return Object.is(value.value, -0) ? "-0" : printFloat32(value.value);
    case "bool":
      return String(value.value);
    case "strings":
      return JSON.stringify(value.value);
  }
}

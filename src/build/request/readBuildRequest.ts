import { MfError } from "../../base/errors.js";
import { printable } from "../../base/redact.js";
import {
  type CreateRequest,
  createRequest,
  type FilesAtPath,
} from "../../language/modelfile/createRequest.js";
import { type OllamaCommand, readAsOllama } from "../../language/modelfile/readAsOllama.js";
import type { ModelfileTree } from "../../language/modelfile/tree.js";
import { expandModelPath } from "../sources/expandModelPath.js";
import type { BuildRequest } from "./buildRequest.js";
import { nameSourceFiles } from "./nameSourceFiles.js";
import { parameterJson } from "./parameterJson.js";
import { tryRemoteModel } from "./remoteModel.js";

export interface ReadRequestOptions {
  /** Where the Modelfile's relative paths start. */
  readonly folder: string;
  /** Of several ADAPTER lines only the last one counts, as in Ollama. */
  readonly compat: boolean;
}

export interface ReadRequest {
  readonly request: BuildRequest;
  readonly warnings: readonly string[];
}

/** What a Modelfile asks for. Paths are looked up; nothing in the files is read. */
export function readBuildRequest(tree: ModelfileTree, options: ReadRequestOptions): ReadRequest {
  const reading = readAsOllama(tree);
  if (reading.kind === "error") fail(reading.error);
  const findFiles = (path: string): FilesAtPath => findAt(path, options.folder);
  const made = createRequest(reading.commands, findFiles);
  if (made.kind === "error") fail(made.error);
  const { request, warnings } = made;
  const adapters = options.compat
    ? Object.keys(request.adapters ?? {})
    : adapterPaths(reading.commands, findFiles);
  const remote = tryRemoteModel(request.from);
  return {
    warnings,
    request: {
      from: remote ? undefined : request.from,
      files: nameSourceFiles(Object.keys(request.files ?? {})),
      adapters: nameSourceFiles(adapters),
      drafts: nameSourceFiles(Object.keys(request.draftFiles ?? {})),
      template: request.template,
      system: request.system,
      renderer: request.renderer,
      parser: request.parser,
      requires: request.requires,
      licenses: request.licenses,
      parameters: readParameters(request.parameters),
      messages: request.messages,
      remote,
    },
  };
}

function findAt(path: string, folder: string): FilesAtPath {
  const found = expandModelPath(path, folder);
  if (found.kind !== "files") return { kind: found.kind, error: found.error };
  // Which bytes they hold is found out while they are stored, not before.
  return {
    kind: "files",
    path: found.path,
    files: Object.fromEntries(found.files.map((file) => [file, ""])),
  };
}

function adapterPaths(
  commands: readonly OllamaCommand[],
  findFiles: (path: string) => FilesAtPath,
): string[] {
  const paths = commands
    .filter(({ name }) => name === "adapter")
    .flatMap(({ args }) => {
      const found = findFiles(args);
      return found.kind === "files" ? Object.keys(found.files) : [];
    });
  return [...new Set(paths)];
}

function readParameters(parameters: CreateRequest["parameters"]): BuildRequest["parameters"] {
  return Object.fromEntries([...parameters].map(([name, value]) => [name, parameterJson(value)]));
}

function fail(error: string): never {
  throw new MfError("MF_E_BUILD_MODELFILE", `the Modelfile cannot be built: ${printable(error, 500)}`, {
    hint: "`mf lint` shows where, and what to write instead.",
  });
}

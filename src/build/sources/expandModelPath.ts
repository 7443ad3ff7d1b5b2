import { closeSync, openSync, readdirSync, readSync, realpathSync, type Stats, statSync } from "node:fs";
import { homedir } from "node:os";
import { isAbsolute, join, relative, sep } from "node:path";
import { tryErrnoCode } from "../../base/errors.js";
import { sniffContentType } from "./sniffContentType.js";

/** The files behind a FROM, ADAPTER or DRAFT, as Ollama's client finds them. */
export type ExpandedPath =
  | { readonly kind: "missing"; readonly path: string; readonly error: string }
  | {
      readonly kind: "files";
      readonly path: string;
      readonly isFolder: boolean;
      readonly files: readonly string[];
    }
  | { readonly kind: "error"; readonly path: string; readonly error: string };

/** Resolves a path of a Modelfile that lies in `folder`, links followed. */
export function expandModelPath(written: string, folder: string): ExpandedPath {
  const path = absolutePath(written, folder);
  try {
    const stats = statSync(path);
    if (!stats.isDirectory()) return { kind: "files", path, isFolder: false, files: [path] };
    return { kind: "files", path, isFolder: true, files: insideOf(path, filesForModel(path)) };
  } catch (error) {
    if (error instanceof ExpansionError) return { kind: "error", path, error: error.message };
    const code = tryErrnoCode(error);
    // A dangling link among the files counts as well: the whole folder is then taken for a model's name.
    if (code === "ENOENT") return { kind: "missing", path, error: `stat ${path}: no such file or directory` };
    return { kind: "error", path, error: `stat ${path}: ${describeCode(code)}` };
  }
}

function absolutePath(written: string, folder: string): string {
  if (written === "~") return homedir();
  if (written.startsWith("~/")) return join(homedir(), written.slice(2));
  if (isAbsolute(written) || written.startsWith("\\")) return written;
  return join(folder, written);
}

function describeCode(code: string | undefined): string {
  const texts: Readonly<Record<string, string>> = {
    ENOTDIR: "not a directory",
    EACCES: "permission denied",
    ENAMETOOLONG: "file name too long",
    ELOOP: "too many levels of symbolic links",
  };
  return (code && texts[code]) ?? code ?? "invalid argument";
}

/** Marks an answer of the rules below, apart from an error of the file system. */
class ExpansionError extends Error {}

function insideOf(folder: string, files: readonly string[]): string[] {
  return files.map((file) => {
    const target = realpathSync(file);
    const inside = relative(folder, target).replaceAll(sep, "/");
    if (!inside.startsWith("../") && !isAbsolute(inside)) return target;
    const hint = inside.includes(".cache")
      ? "\n\nUse --local-dir <dir> when downloading model to disable caching"
      : "";
    throw new ExpansionError(`insecure path: ${inside}${hint}`);
  });
}

type Glob = (names: RegExp, type?: string, depth?: 1 | 2) => string[];

/** The first group that has files wins; then come the descriptions, wherever the weights were found. */
function filesForModel(folder: string): string[] {
  const glob = createGlob(folder);
  const files = weightFiles(glob);
  if (files.length === 0) throw new ExpansionError("no Modelfile or safetensors files found");
  files.push(...glob(/\.json$/, "text/plain"), ...glob(/\.json$/, "text/plain", 2));
  files.push(...glob(/^chat_template\.jinja$/, "text/plain"));
  const tokenizer = tryGlob(glob, /^tokenizer\.model$/, "application/octet-stream");
  files.push(...(tokenizer.length > 0 ? tokenizer : tryGlob(glob, /^tokenizer\.model$/, "text/plain", 2)));
  return files;
}

function weightFiles(glob: Glob): string[] {
  const safetensors = tryGlob(glob, /^model.*\.safetensors$/s);
  if (safetensors.length > 0) return [...safetensors, ...glob(/^model.*\.safetensors$/s, undefined, 2)];
  const groups: readonly (readonly [RegExp, string?])[] = [
    [/^consolidated.*\.safetensors$/s],
    [/^pytorch_model.*\.bin$/s, "application/zip"],
    [/^consolidated.*\.pth$/s, "application/zip"],
    [/\.gguf$/, "application/octet-stream"],
    [/\.bin$/, "application/octet-stream"],
  ];
  for (const [names, type] of groups) {
    const found = tryGlob(glob, names, type);
    if (found.length > 0) return found;
  }
  return [];
}

/** Where Ollama ignores that a look-up failed and goes on as if nothing had matched. */
function tryGlob(glob: Glob, ...wanted: Parameters<Glob>): string[] {
  try {
    return glob(...wanted);
  } catch {
    return [];
  }
}

function createGlob(folder: string): Glob {
  // The folder's own name is part of the peer's pattern: with glob characters in it nothing matches.
  if (/[*?[\\]/.test(folder)) return () => [];
  return (names, type, depth = 1) => {
    const folders = depth === 1 ? [folder] : subfolders(folder);
    const matches = folders.flatMap((one) =>
      namesIn(one)
        .filter((name) => names.test(name))
        .map((name) => join(one, name)),
    );
    for (const match of matches) {
      const found = sniffFile(match);
      if (type !== undefined && found !== type) {
        throw new ExpansionError(`invalid content type: expected ${found} for ${match}`);
      }
    }
    return matches;
  };
}

function subfolders(folder: string): string[] {
  return namesIn(folder)
    .map((name) => join(folder, name))
    .filter((path) => tryStat(path)?.isDirectory());
}

function tryStat(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false });
}

function namesIn(folder: string): string[] {
  return readdirSync(folder).sort();
}

function sniffFile(path: string): string {
  const handle = openSync(path, "r");
  try {
    const start = new Uint8Array(512);
    return sniffContentType(start.subarray(0, readSync(handle, start, 0, start.length, 0)));
  } finally {
    closeSync(handle);
  }
}

import {
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  statSync,
} from "node:fs";
import { homedir } from "node:os";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import type { DirectoryEntry, FileFormat, ModelPeek, PathFact } from "../../language/lint/modelPeek.js";
import { readStart, tryPeekGguf } from "./peekGguf.js";
import { tryPeekModel } from "./peekStore.js";

/**
 * Answers lint's questions from the disk: headers only, never weights. `folder` is the Modelfile's, `store` the
 * root of the model store.
 */
export function createFilePeek(folder: string, store: string): ModelPeek {
  const known = new Map<string, PathFact | undefined>();
  return {
    findPath(path) {
      if (!known.has(path)) known.set(path, tryLook(expandPath(path, folder)));
      return known.get(path);
    },
    findModel: (name) => tryPeekModel(store, name),
  };
}

/** As Ollama's client does: `~` is the home, anything else is relative to the Modelfile's folder. */
export function expandPath(path: string, folder: string): string {
  if (path === "~" || path.startsWith("~/")) return join(homedir(), path.slice(1));
  return isAbsolute(path) ? path : resolve(folder, path);
}

function tryLook(path: string): PathFact | undefined {
  try {
    const stats = statSync(path);
    if (stats.isDirectory()) return lookAtFolder(path);
    if (!stats.isFile()) return undefined;
    return lookAtFile(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    // A path that can't be looked up (no permission, NUL in it) is nothing to talk about.
    return code === "ENOENT" || code === "ENOTDIR" ? { kind: "missing" } : undefined;
  }
}

function lookAtFile(path: string): PathFact {
  const handle = openSync(path, "r");
  try {
    const sizeBytes = fstatSync(handle).size;
    const start = readStart(handle, Math.min(sizeBytes, 512));
    const format = detectFormat(start);
    const gguf = format === "gguf" ? tryPeekGguf(path) : undefined;
    return { kind: "file", format, sizeBytes, ...(gguf ? { gguf } : {}) };
  } finally {
    closeSync(handle);
  }
}

function detectFormat(start: Uint8Array): FileFormat {
  if (start.length === 0) return "empty";
  const magic = String.fromCharCode(...start.subarray(0, 4));
  if (magic === "GGUF" || magic === "FUGG") return "gguf";
  if (["lmgg", "fmgg", "tjgg", "algg"].includes(magic)) return "ggml";
  if (magic === "PK\u0003\u0004") return "zip";
  // Safetensors: a header length of eight bytes, then JSON.
  if (start[8] === 0x7b && start[6] === 0 && start[7] === 0) return "safetensors";
  return start.includes(0) ? "other" : "text";
}

/** More entries than this and the folder is no model's. */
const maxEntries = 10_000;

function lookAtFolder(path: string): PathFact {
  const entries: DirectoryEntry[] = [];
  // Ollama measures real paths against the folder as written: behind a linked folder everything lies outside.
  const fileKind = realpathSync(path) === path ? "file" : "link-outside";
  const add = (folder: string, depth: number): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entries.length >= maxEntries) return;
      const full = join(folder, entry.name);
      const name = relative(path, full).replaceAll(sep, "/");
      if (entry.isSymbolicLink()) entries.push({ name, kind: linkKind(path, full) });
      else if (entry.isDirectory()) {
        entries.push({ name, kind: "directory" });
        if (depth === 0) add(full, 1);
      } else entries.push({ name, kind: fileKind });
    }
  };
  add(path, 0);
  const peftBase = tryReadPeftBase(join(path, "adapter_config.json"));
  return { kind: "directory", entries, ...(peftBase === undefined ? {} : { peftBase }) };
}

function linkKind(folder: string, link: string): DirectoryEntry["kind"] {
  try {
    readlinkSync(link);
    return realpathSync(link).startsWith(folder + sep) ? "link-inside" : "link-outside";
  } catch {
    return "link-dangling";
  }
}

function tryReadPeftBase(path: string): string | undefined {
  try {
    if (!existsSync(path) || statSync(path).size > 1 << 20) return undefined;
    const config: unknown = JSON.parse(readFileSync(path, "utf8"));
    if (typeof config !== "object" || config === null) return undefined;
    const base = (config as Record<string, unknown>).base_model_name_or_path;
    return typeof base === "string" ? base : undefined;
  } catch {
    return undefined;
  }
}

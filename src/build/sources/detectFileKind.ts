import type { Stats } from "node:fs";
import { open } from "node:fs/promises";
import { basename } from "node:path";
import { MfError, tryErrnoCode } from "../../base/errors.js";
import { printable } from "../../base/redact.js";
import type { SourceFile } from "../request/buildRequest.js";

/** What a file turned out to be, by its first bytes as Ollama tells it and by its name where those say nothing. */
export type FileKind = "gguf" | "safetensors" | "description" | "other";

const descriptions = /\.(?:json|jinja|txt|md)$|^tokenizer\.model$/;

export async function detectFileKind({ path, name }: SourceFile): Promise<FileKind> {
  if (name.endsWith(".safetensors")) return "safetensors";
  const magic = await readMagic(path);
  if (magic === "GGUF" || magic === "FUGG" || name.endsWith(".gguf")) return "gguf";
  return descriptions.test(basename(name)) ? "description" : "other";
}

async function readMagic(path: string): Promise<string> {
  const handle = await open(path, "r").catch((error: unknown) => failRead(path, error));
  try {
    requireFile(path, await handle.stat());
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.toString("latin1", 0, bytesRead);
  } finally {
    await handle.close();
  }
}

function requireFile(path: string, stats: Stats): void {
  if (stats.isFile()) return;
  throw new MfError("MF_E_NOT_A_FILE", `${printable(path)} is not a regular file`);
}

function failRead(path: string, error: unknown): never {
  const code = tryErrnoCode(error);
  throw new MfError("MF_E_FILE_READ", `${printable(path)} cannot be read (${code ?? "unknown"})`, {
    cause: error,
  });
}

import { createHash } from "node:crypto";
import { closeSync, openSync, readSync } from "node:fs";
import { expandModelPath } from "../../build/sources/expandModelPath.js";
import type { FilesAtPath } from "../../language/modelfile/createRequest.js";

/** Answers what Ollama's client would find at a path, digests included. */
export function findRequestFiles(path: string, folder: string): FilesAtPath {
  const found = expandModelPath(path, folder);
  if (found.kind !== "files") return { kind: found.kind, error: found.error };
  return {
    kind: "files",
    path: found.path,
    files: Object.fromEntries(found.files.map((file) => [file, digestOfFile(file)])),
  };
}

function digestOfFile(path: string): string {
  const hash = createHash("sha256");
  const buffer = new Uint8Array(1 << 20);
  const handle = openSync(path, "r");
  try {
    for (let read = readSync(handle, buffer); read > 0; read = readSync(handle, buffer)) {
      hash.update(buffer.subarray(0, read));
    }
  } finally {
    closeSync(handle);
  }
  return `sha256:${hash.digest("hex")}`;
}

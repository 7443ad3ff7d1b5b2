import { MfError, tryErrnoCode } from "../base/errors.js";
import { printable } from "../base/redact.js";

/** Says what a file operation on the store failed at; errors that already say so pass through. */
export function storeError(error: unknown, doing: string, path: string): MfError {
  if (error instanceof MfError) return error;
  const errno = tryErrnoCode(error);
  const where = `cannot ${doing} ${printable(path)}`;
  const options = { cause: error, details: { path, errno } };
  switch (errno) {
    case "ENOSPC":
    case "EDQUOT":
      return new MfError("MF_E_STORE_FULL", `${where}: no space left`, {
        ...options,
        hint: "Free some space (`mf prune` deletes what no model uses), or set OLLAMA_MODELS to another disk.",
      });
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return new MfError("MF_E_STORE_READONLY", `${where}: not permitted`, {
        ...options,
        hint: "The store belongs to another user or is read-only; a packaged Ollama service keeps its own under /usr/share/ollama.",
      });
    default:
      return new MfError("MF_E_STORE_IO", `${where}: ${errno ?? "unexpected failure"}`, options);
  }
}

/** Runs a file operation; its failure becomes a `storeError`. */
export async function inStore<T>(doing: string, path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw storeError(error, doing, path);
  }
}

import { open } from "node:fs/promises";
import { relative, sep } from "node:path";
import { MfError, tryErrnoCode } from "../../base/errors.js";
import { openSource, type SourceFile } from "../../language/text/sourceFile.js";

/**
 * A Modelfile is text for people (the largest of a study of 143: 52 kB). More than this was named by mistake: weights,
 * say. At a hundred bytes of memory for one of short lines, it keeps lint below a gigabyte.
 */
const maxSizeBytes = 8 * 1024 * 1024;

export async function readModelfile(path: string, cwd: string): Promise<SourceFile> {
  const shown = shownPath(path, cwd);
  try {
    const handle = await open(path, "r");
    try {
      requireSize((await handle.stat()).size, shown);
      return openModelfile(await handle.readFile(), shown);
    } finally {
      await handle.close();
    }
  } catch (error) {
    const code = tryErrnoCode(error);
    if (code === undefined || error instanceof MfError) throw error;
    throw new MfError("MF_E_FILE_READ", `${shown} cannot be read (${code})`, { cause: error });
  }
}

/** The text of a Modelfile that came from somewhere else, the standard input for one. */
export function openModelfile(bytes: Uint8Array, shown: string): SourceFile {
  requireSize(bytes.length, shown);
  return openSource(bytes, shown);
}

function requireSize(size: number, shown: string): void {
  if (size <= maxSizeBytes) return;
  throw new MfError(
    "MF_E_FILE_TOO_LARGE",
    `${shown} has ${size} bytes; a Modelfile of more than ${maxSizeBytes} is not read`,
    { hint: "Name the Modelfile, not the weights." },
  );
}

/** A path as people type it: relative to where they are when it lies below, with `/`. */
export function shownPath(path: string, cwd: string): string {
  const inside = relative(cwd, path);
  const shown = inside === "" || inside.startsWith("..") ? path : inside;
  return sep === "/" ? shown : shown.replaceAll(sep, "/");
}

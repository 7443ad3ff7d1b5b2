import { open } from "node:fs/promises";
import { relative, sep } from "node:path";
import { MfError, tryErrnoCode } from "../../base/errors.js";
import { openSource, type SourceFile } from "../../language/text/sourceFile.js";

/** A Modelfile is text for people (a study's largest: 52 kB). More than this was named by mistake: weights, say. */
const maxSizeBytes = 256 * 1024 * 1024;

export async function readModelfile(path: string, cwd: string): Promise<SourceFile> {
  const shown = shownPath(path, cwd);
  try {
    const handle = await open(path, "r");
    try {
      const { size } = await handle.stat();
      if (size > maxSizeBytes) {
        throw new MfError(
          "MF_E_FILE_TOO_LARGE",
          `${shown} has ${size} bytes; a Modelfile of more than ${maxSizeBytes} is not read`,
        );
      }
      return openSource(await handle.readFile(), shown);
    } finally {
      await handle.close();
    }
  } catch (error) {
    const code = tryErrnoCode(error);
    if (code === undefined || error instanceof MfError) throw error;
    throw new MfError("MF_E_FILE_READ", `${shown} cannot be read (${code})`, { cause: error });
  }
}

/** A path as people type it: relative to where they are when it lies below, with `/`. */
export function shownPath(path: string, cwd: string): string {
  const inside = relative(cwd, path);
  const shown = inside === "" || inside.startsWith("..") ? path : inside;
  return sep === "/" ? shown : shown.replaceAll(sep, "/");
}

import { basename, dirname, relative, sep } from "node:path";
import type { SourceFile } from "./buildRequest.js";

/**
 * Paths with the names that Ollama's client gives them: below the deepest folder that holds all, or the file's own
 * name when there is one.
 */
export function nameSourceFiles(paths: readonly string[]): SourceFile[] {
  const [only] = paths;
  if (only === undefined) return [];
  if (paths.length === 1) return [{ path: only, name: basename(only) }];
  const folder = commonFolder(paths);
  return paths.map((path) => ({ path, name: relative(folder, path).split(sep).join("/") }));
}

function commonFolder(paths: readonly string[]): string {
  let folder = dirname(paths[0] ?? "");
  const isAbove = (path: string): boolean =>
    path.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`);
  while (!paths.every(isAbove)) {
    const above = dirname(folder);
    if (above === folder) break;
    folder = above;
  }
  return folder;
}

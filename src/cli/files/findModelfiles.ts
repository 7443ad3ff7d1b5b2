import { readdir, readFile, stat } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";
import ignore, { type Ignore } from "ignore";
import picomatch from "picomatch";
import { MfError, tryErrnoCode } from "../../base/errors.js";
import { matchesGlobs } from "../../language/configuration/settingsForFile.js";

export interface FileSearch {
  /** Files, folders and globs of the command line. */
  readonly paths: readonly string[];
  readonly cwd: string;
  /** From the configuration: more names to look at, and what to leave out. Relative to `folder`. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly folder: string;
}

/** What people call these files (a study of public ones: `Modelfile`, `Modelfile.txt`, `modelfile`, `x.modelfile`). */
const modelfileName = /^(?:modelfile(?:\..+)?|.+\.modelfile)$/i;
/** Names of that form that are surely something else. */
const otherFile =
  /\.(?:[cm]?[jt]sx?|py|go|rs|json|jsonc|ya?ml|toml|md|html|lock|ebnf|snap|orig|rej|bak|swp|fixed)$|~$/i;

export function isModelfileName(name: string): boolean {
  return modelfileName.test(name) && !otherFile.test(name);
}

/** A file named outright is always taken; folders are searched, `.gitignore` is respected there. */
export async function findModelfiles(search: FileSearch): Promise<string[]> {
  const found = new Set<string>();
  for (const path of search.paths) {
    const absolute = resolve(search.cwd, path);
    const kind = await kindOf(absolute);
    if (kind === "file") found.add(absolute);
    else if (kind === "directory") await walk(absolute, search, await ignoredAbove(absolute), found);
    else await addGlob(path, search, found);
  }
  return [...found].sort();
}

async function kindOf(path: string): Promise<"file" | "directory" | "missing"> {
  try {
    const stats = await stat(path);
    return stats.isDirectory() ? "directory" : "file";
  } catch (error) {
    if (tryErrnoCode(error) === "ENOENT" || tryErrnoCode(error) === "ENOTDIR") return "missing";
    throw error;
  }
}

async function addGlob(path: string, search: FileSearch, found: Set<string>): Promise<void> {
  const pattern = path.replaceAll(sep, "/").replace(/^\.\//, "");
  const { base, isGlob } = picomatch.scan(pattern);
  const start = resolve(search.cwd, base);
  if (!isGlob || (await kindOf(start)) !== "directory") {
    throw new MfError("MF_E_USAGE", `${path} does not exist`, {
      hint: "Give files, folders or globs; - reads the standard input.",
    });
  }
  const every: Set<string> = new Set();
  await walk(start, { ...search, include: ["*"], folder: slashed(start) }, await ignoredAbove(start), every);
  const matches = picomatch(pattern, { dot: true });
  for (const file of every) if (matches(slashed(relative(search.cwd, file)))) found.add(file);
}

interface IgnoreRules {
  readonly folder: string;
  readonly rules: Ignore;
}

/** The .gitignore files from the repository's root down to the folder. */
async function ignoredAbove(folder: string): Promise<IgnoreRules[]> {
  const rules: IgnoreRules[] = [];
  for (let at = folder; ; at = join(at, "..")) {
    const above = join(at, "..");
    if ((await kindOf(join(at, ".git"))) !== "missing" || above === at) break;
    const own = await tryReadIgnore(above);
    if (own) rules.unshift(own);
  }
  return rules;
}

async function tryReadIgnore(folder: string): Promise<IgnoreRules | undefined> {
  try {
    return { folder, rules: ignore().add(await readFile(join(folder, ".gitignore"), "utf8")) };
  } catch {
    return undefined;
  }
}

async function walk(
  folder: string,
  search: FileSearch,
  above: IgnoreRules[],
  found: Set<string>,
): Promise<void> {
  const own = await tryReadIgnore(folder);
  const rules = own ? [...above, own] : above;
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.name === ".git" || entry.name === "node_modules") continue;
    if (matchesGlobs(search.exclude, search.folder, slashed(path))) continue;
    const isFolder = entry.isDirectory();
    if (isIgnored(rules, path, isFolder)) continue;
    if (isFolder) await walk(path, search, rules, found);
    // A link to a file is taken, a link to a folder could lead round in circles.
    else if (isWanted(entry.name, path, search) && (await kindOf(path)) === "file") found.add(path);
  }
}

function isWanted(name: string, path: string, search: FileSearch): boolean {
  return isModelfileName(name) || matchesGlobs(search.include, search.folder, slashed(path));
}

function isIgnored(all: readonly IgnoreRules[], path: string, isFolder: boolean): boolean {
  return all.some(({ folder, rules }) => {
    const inside = slashed(relative(folder, path));
    return rules.ignores(isFolder ? `${inside}/` : inside);
  });
}

function slashed(path: string): string {
  return sep === "/" ? path : path.replaceAll(sep, "/");
}

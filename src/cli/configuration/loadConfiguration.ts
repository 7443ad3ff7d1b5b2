import { readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { MfError, tryErrnoCode } from "../../base/errors.js";
import type { Configuration } from "../../language/configuration/configuration.js";
import { type Layer, mergeConfigurations } from "../../language/configuration/mergeConfigurations.js";
import { parseConfiguration } from "../../language/configuration/parseConfiguration.js";
import type { GlobalOptions } from "../commandContext.js";
import type { Io } from "../io.js";

/** What holds for the files of one folder. */
export interface LoadedConfiguration {
  /** Weakest first; empty when there is no configuration file. */
  readonly layers: readonly Layer[];
  readonly merged: Configuration;
}

export const configurationNames = ["mf.json", "mf.jsonc"] as const;

/** A chain of `extends` longer than this is a mistake, a circle most likely. */
const maxExtends = 20;

/** Finds and reads configurations, each file once: the nearest mf.json or mf.jsonc above a folder. */
export function createConfigurationLoader(
  io: Io,
  options: Pick<GlobalOptions, "config" | "isolated">,
): (folder: string) => Promise<LoadedConfiguration> {
  const byFolder = new Map<string, Promise<LoadedConfiguration>>();
  const load = (folder: string): Promise<LoadedConfiguration> => {
    let loaded = byFolder.get(folder);
    if (!loaded) {
      loaded = loadNearest(folder, load);
      byFolder.set(folder, loaded);
    }
    return loaded;
  };
  if (options.isolated) return async () => ({ layers: [], merged: mergeConfigurations([]) });
  if (options.config !== undefined) {
    const fixed = loadFile(resolve(io.cwd, options.config));
    return () => fixed;
  }
  return load;
}

async function loadNearest(
  folder: string,
  load: (folder: string) => Promise<LoadedConfiguration>,
): Promise<LoadedConfiguration> {
  for (const name of configurationNames) {
    const path = join(folder, name);
    if ((await tryRead(path)) !== undefined) return loadFile(path);
  }
  const above = dirname(folder);
  return above === folder ? { layers: [], merged: mergeConfigurations([]) } : load(above);
}

async function loadFile(path: string): Promise<LoadedConfiguration> {
  const layers = await readLayers(path, []);
  return { layers, merged: mergeConfigurations(layers) };
}

async function readLayers(path: string, chain: readonly string[]): Promise<Layer[]> {
  if (chain.includes(path)) {
    throw new MfError("MF_E_CONFIGURATION", `${chain[chain.length - 1]} extends itself through ${path}`);
  }
  if (chain.length >= maxExtends) {
    throw new MfError(
      "MF_E_CONFIGURATION",
      `more than ${maxExtends} configurations extend one another at ${path}`,
    );
  }
  const bytes = await tryRead(path);
  if (!bytes) {
    const by = chain.length > 0 ? ` (extended by ${chain[chain.length - 1]})` : "";
    throw new MfError("MF_E_CONFIGURATION", `the configuration ${path} does not exist${by}`);
  }
  const { configuration, diagnostics, source } = parseConfiguration(bytes, path);
  const [first] = diagnostics;
  if (first) {
    const { line, column } = source.lines.positionAt(first.span.start);
    const { start, end } = source.lines.lineSpan(line);
    const frame = `${source.text.slice(start, end).replaceAll("\t", " ")}\n${" ".repeat(column)}${"^".repeat(Math.max(1, Math.min(first.span.end, end) - first.span.start))}`;
    const more = diagnostics.length > 1 ? `\n(and ${diagnostics.length - 1} more)` : "";
    throw new MfError(
      "MF_E_CONFIGURATION",
      `${path}:${line + 1}:${column + 1}: ${first.message}\n${frame}${more}`,
    );
  }
  const folder = dirname(path);
  const below: Layer[] = [];
  for (const parent of configuration.extends) {
    below.push(...(await readLayers(resolve(folder, parent), [...chain, path])));
  }
  return [...below, { origin: path, folder, configuration }];
}

async function tryRead(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    const code = tryErrnoCode(error);
    if (code === "ENOENT" || code === "ENOTDIR" || code === "EISDIR") return undefined;
    throw new MfError("MF_E_CONFIGURATION", `${path} cannot be read (${code})`, { cause: error });
  }
}

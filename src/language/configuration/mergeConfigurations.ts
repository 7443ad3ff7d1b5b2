import type { Configuration } from "./configuration.js";

/** Where a setting came from: a configuration file, or the built-in default. */
export interface Layer {
  readonly origin: string;
  /** The folder that globs and paths of this layer are relative to. */
  readonly folder: string;
  readonly configuration: Configuration;
}

/** The layers of one file, weakest first, seen as one configuration. */
export function mergeConfigurations(layers: readonly Layer[]): Configuration {
  let merged: Configuration = { extends: [], files: {}, lint: { rules: {} }, overrides: [] };
  for (const { configuration } of layers) {
    merged = {
      extends: [],
      ...(merged.ollama === undefined ? {} : { ollama: merged.ollama }),
      ...(configuration.ollama === undefined ? {} : { ollama: configuration.ollama }),
      files: { ...merged.files, ...configuration.files },
      lint: {
        ...merged.lint,
        ...configuration.lint,
        rules: { ...merged.lint.rules, ...configuration.lint.rules },
      },
      overrides: [...merged.overrides, ...configuration.overrides],
    };
  }
  return merged;
}

import { dirname, resolve } from "node:path";
import type { Command } from "commander";
import { configurationSchema } from "../../language/configuration/configurationSchema.js";
import { severitiesForFile } from "../../language/configuration/settingsForFile.js";
import { tryFindRule } from "../../language/lint/rules.js";
import { type CommandContext, globalOptions, paintsFor } from "../commandContext.js";
import { createConfigurationLoader, type LoadedConfiguration } from "../configuration/loadConfiguration.js";

/** A value that holds, and the file (or the default) that says so. */
interface Setting {
  readonly key: string;
  readonly value: unknown;
  readonly origin: string;
}

export function defineConfig(command: Command, context: CommandContext): void {
  command.addHelpText(
    "after",
    `
The nearest mf.json or mf.jsonc above a file holds for it; "extends" builds on others.

Examples:
  mf config show               what holds here
  mf config show models/a.modelfile
  mf config schema > mf.schema.json`,
  );
  command
    .command("show")
    .description("Show the configuration for a path, with the origin of each value.")
    .argument("[path]", "a file or folder", ".")
    .action(async (path: string) => {
      const { io } = context;
      const globals = globalOptions(command);
      const absolute = resolve(io.cwd, path);
      const load = createConfigurationLoader(io, globals);
      const folder = path === "." ? io.cwd : dirname(absolute);
      const settings = settingsOf(await load(folder), absolute);
      if (globals.json) {
        io.stdout.write(`${JSON.stringify({ path: absolute, settings })}\n`);
        return;
      }
      const { out } = paintsFor(io, globals);
      const width = Math.max(...settings.map(({ key, value }) => `${key} ${JSON.stringify(value)}`.length));
      for (const { key, value, origin } of settings) {
        const gap = " ".repeat(width - `${key} ${JSON.stringify(value)}`.length);
        io.stdout.write(`${out("bold", key)} ${JSON.stringify(value)}${gap}  ${out("dim", origin)}\n`);
      }
    });
  command
    .command("schema")
    .description("Print the JSON Schema of mf.json.")
    .action(() => context.io.stdout.write(`${JSON.stringify(configurationSchema(), null, 2)}\n`));
}

function settingsOf({ layers }: LoadedConfiguration, path: string): Setting[] {
  const origin = (has: (layer: (typeof layers)[number]) => unknown): string =>
    [...layers].reverse().find((layer) => has(layer) !== undefined)?.origin ?? "default";
  const value = <T>(get: (layer: (typeof layers)[number]) => T | undefined, fallback: T): T => {
    for (const layer of [...layers].reverse()) {
      const found = get(layer);
      if (found !== undefined) return found;
    }
    return fallback;
  };
  const setting = <T>(
    key: string,
    get: (layer: (typeof layers)[number]) => T | undefined,
    fallback: T,
  ): Setting => ({
    key,
    value: value(get, fallback),
    origin: origin(get),
  });
  const severities = [...severitiesForFile(layers, path)].map(([key, severity]): Setting => {
    const rule = tryFindRule(key);
    const layer = [...layers].reverse().find(({ configuration }) => hasRule(configuration, key));
    return { key: `lint.rules.${rule?.number ?? key}`, value: severity, origin: layer?.origin ?? "default" };
  });
  return [
    setting("ollama", ({ configuration }) => configuration.ollama, "0.33"),
    setting<readonly string[]>("files.include", ({ configuration }) => configuration.files.include, []),
    setting<readonly string[]>("files.exclude", ({ configuration }) => configuration.files.exclude, []),
    setting("lint.allow-pragmas", ({ configuration }) => configuration.lint.allowPragmas, true),
    setting("lint.max-diagnostics", ({ configuration }) => configuration.lint.maxDiagnostics, 200),
    setting("lint.error-on-warnings", ({ configuration }) => configuration.lint.errorOnWarnings, false),
    setting<string | null>("lint.baseline", ({ configuration }) => configuration.lint.baseline, null),
    ...severities,
  ];
}

function hasRule(configuration: LoadedConfiguration["merged"], key: string): boolean {
  return key in configuration.lint.rules || configuration.overrides.some(({ rules }) => key in rules);
}

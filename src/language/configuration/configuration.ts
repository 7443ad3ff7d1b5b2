import type { Severity } from "../diagnostics/diagnostic.js";

/** A configuration file, checked. Absent means: as the one it extends, or the default. */
export interface Configuration {
  readonly extends: readonly string[];
  readonly ollama?: string;
  readonly files: FileSelection;
  readonly lint: LintSettings;
  readonly overrides: readonly Override[];
}

export interface FileSelection {
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
}

export interface LintSettings {
  /** Rule numbers or names. */
  readonly rules: Readonly<Record<string, Severity | "off">>;
  readonly allowPragmas?: boolean;
  readonly maxDiagnostics?: number;
  readonly errorOnWarnings?: boolean;
  readonly baseline?: string;
}

/** Other rules for some files; later ones win. */
export interface Override {
  readonly files: readonly string[];
  readonly rules: Readonly<Record<string, Severity | "off">>;
}

export const emptyConfiguration: Configuration = {
  extends: [],
  files: {},
  lint: { rules: {} },
  overrides: [],
};

/** Keys that a configuration may hold, with what stands in the documents and in the schema. */
export const configurationKeys = {
  $schema: "Where editors find the schema of this file.",
  extends:
    "Configuration files that this one builds on, relative to it. Later ones win; this file wins over all.",
  ollama: "The Ollama versions that the Modelfiles are for: `0.33`, `>=0.12`, `>=0.12 <0.30`.",
  files: "Which files are looked at when a directory is given.",
  lint: "Settings of `mf lint`.",
  overrides: "Other severities for some files.",
} as const;

export const fileKeys = {
  include: "Globs of files to look at besides `Modelfile`, `Modelfile.*` and `*.modelfile`.",
  exclude: "Globs of files and directories to leave out.",
} as const;

export const lintKeys = {
  rules: "Rule number or name to `off`, `info`, `warning` or `error`. What Ollama refuses stays an error.",
  "allow-pragmas": "Whether `# mf: ignore[…]` comments count (default true).",
  "max-diagnostics": "How many findings are shown in all (default 200, 0 is no bound).",
  "error-on-warnings": "Whether warnings make the exit code 1 (default false).",
  baseline: "A file of known findings, relative to this one, written by `mf lint --write-baseline`.",
} as const;

export const overrideKeys = {
  files: "Globs, relative to this file.",
  rules: "As in `lint.rules`.",
} as const;

export const severities = ["off", "info", "warning", "error"] as const;

import { dirname } from "node:path";
import { severitiesForFile } from "../../language/configuration/settingsForFile.js";
import type { Diagnostic } from "../../language/diagnostics/diagnostic.js";
import { applyFixes } from "../../language/lint/applyFixes.js";
import { type LintOptions, lintModelfile } from "../../language/lint/lintModelfile.js";
import { noPeek } from "../../language/lint/modelPeek.js";
import { tryParseOllamaRange } from "../../language/lint/ollamaVersion.js";
import type { SourceFile } from "../../language/text/sourceFile.js";
import type { LoadedConfiguration } from "../configuration/loadConfiguration.js";
import { createFilePeek } from "../peek/filePeek.js";

export interface LintedFile {
  readonly path: string;
  /** Read from the standard input: `path` is only what it is called. */
  readonly isPiped: boolean;
  readonly source: SourceFile;
  readonly diagnostics: readonly Diagnostic[];
  readonly originalText: string;
  /** The text after the wanted fixes, when they changed something. */
  readonly fixedText: string | undefined;
  readonly fixedCount: number;
}

export interface LintChoices {
  readonly ollama: string | undefined;
  readonly fix: "none" | "safe" | "unsafe";
  /** The model store's root; undefined for `--no-fs`: then nothing outside the file is looked at. */
  readonly store: string | undefined;
}

/** A fix can make room for another; more rounds than this means two of them undo each other. */
const maxRounds = 10;

/** Lints one file with the settings that hold for it, fixes applied until none is left. */
export function lintFile(
  path: string,
  source: SourceFile,
  configuration: LoadedConfiguration,
  choices: LintChoices,
  isPiped = false,
): LintedFile {
  const options = optionsFor(path, configuration, choices);
  let result = lintModelfile(source, options);
  let text = source.text;
  let fixedCount = 0;
  for (let round = 0; choices.fix !== "none" && round < maxRounds; round++) {
    const fixed = applyFixes(text, result.diagnostics, choices.fix);
    if (fixed.applied === 0 || fixed.text === text) break;
    text = fixed.text;
    fixedCount += fixed.applied;
    result = lintModelfile(text, { ...options, path: source.path });
  }
  const isChanged = text !== source.text;
  return {
    path,
    isPiped,
    source: isChanged ? result.tree.source : source,
    diagnostics: result.diagnostics,
    originalText: source.text,
    fixedText: isChanged ? text : undefined,
    fixedCount,
  };
}

export function optionsFor(
  path: string,
  { layers, merged }: LoadedConfiguration,
  choices: LintChoices,
): LintOptions {
  const wanted = choices.ollama ?? merged.ollama;
  const range = wanted === undefined ? undefined : tryParseOllamaRange(wanted);
  return {
    severities: severitiesForFile(layers, path),
    peek: choices.store !== undefined ? createFilePeek(dirname(path), choices.store) : noPeek,
    ...(range ? { ollama: range } : {}),
    ...(merged.lint.allowPragmas === undefined ? {} : { allowPragmas: merged.lint.allowPragmas }),
  };
}

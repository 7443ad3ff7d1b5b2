import { dirname, resolve } from "node:path";
import type { Command } from "commander";
import { MfError } from "../../base/errors.js";
import { writeFileAtomic } from "../../base/files.js";
import { count } from "../../base/plural.js";
import type { Diagnostic } from "../../language/diagnostics/diagnostic.js";
import { tryParseOllamaRange } from "../../language/lint/ollamaVersion.js";
import { rules } from "../../language/lint/rules.js";
import { concealSecrets } from "../../language/report/concealSecrets.js";
import { readRuleFacts } from "../../language/report/readRuleFacts.js";
import type { ReportInput } from "../../language/report/reportInput.js";
import { countTotals } from "../../language/report/totals.js";
import { type CommandContext, globalOptions, paintsFor } from "../commandContext.js";
import { createConfigurationLoader, type LoadedConfiguration } from "../configuration/loadConfiguration.js";
import { printDiff } from "../diff.js";
import { findModelfiles } from "../files/findModelfiles.js";
import { openModelfile, readModelfile } from "../files/readModelfile.js";
import { exitCodes, type Io } from "../io.js";
import { storeRoot } from "../storeRoot.js";
import { version } from "../version.js";
import { applyBaseline, writeBaseline } from "./baseline.js";
import { type LintChoices, type LintedFile, lintFile } from "./lintFiles.js";
import { chooseOutputs, writeReports } from "./outputs.js";
import { watchFiles } from "./watchFiles.js";

export interface LintCommandOptions {
  readonly fix: boolean;
  readonly unsafeFixes: boolean;
  readonly diff: boolean;
  readonly format?: readonly string[];
  readonly ollama?: string;
  readonly maxDiagnostics?: string;
  readonly errorOnWarnings?: boolean;
  readonly baseline?: string;
  readonly writeBaseline?: string;
  readonly fs: boolean;
  readonly stdinFilename: string;
  readonly watch: boolean;
}

export async function runLint(
  paths: readonly string[],
  options: LintCommandOptions,
  command: Command,
  context: CommandContext,
): Promise<void> {
  const once = async (): Promise<readonly string[]> => {
    const { files, configuration } = await lintAll(paths, options, command, context.io);
    context.exitCode = await settle(files, configuration, options, command, context.io);
    return files.map(({ path }) => path);
  };
  checkOptions(paths, options);
  const linted = await once();
  if (options.watch) await watchFiles(linted, paths, context.io, once);
}

function checkOptions(
  paths: readonly string[],
  { ollama, watch, maxDiagnostics, unsafeFixes, fix, diff }: LintCommandOptions,
): void {
  const fail = (message: string): never => {
    throw new MfError("MF_E_USAGE", message, { hint: "mf lint --help shows the options." });
  };
  if (ollama !== undefined && !tryParseOllamaRange(ollama)) {
    fail(`"${ollama}" is not a version such as 0.33 or a range such as '>=0.12 <0.30'`);
  }
  if (maxDiagnostics !== undefined && !/^\d{1,9}$/.test(maxDiagnostics))
    fail(`"${maxDiagnostics}" is not a number`);
  if (watch && paths.includes("-")) fail("the standard input cannot be watched");
  if (unsafeFixes && !fix && !diff) fail("--unsafe-fixes goes with --fix or --diff");
}

interface Linted {
  readonly files: readonly LintedFile[];
  /** Of the folder that the command runs in: what concerns the whole run comes from there. */
  readonly configuration: LoadedConfiguration;
}

async function lintAll(
  paths: readonly string[],
  options: LintCommandOptions,
  command: Command,
  io: Io,
): Promise<Linted> {
  const load = createConfigurationLoader(io, globalOptions(command));
  const configuration = await load(io.cwd);
  const choices: LintChoices = {
    ollama: options.ollama,
    fix: options.fix || options.diff ? (options.unsafeFixes ? "unsafe" : "safe") : "none",
    store: options.fs ? storeRoot(io).path : undefined,
  };
  const files: LintedFile[] = [];
  if (paths.includes("-")) {
    const path = resolve(io.cwd, options.stdinFilename);
    const source = openModelfile(await io.readStdin(), options.stdinFilename);
    files.push(lintFile(path, source, configuration, choices, true));
  }
  const named = paths.filter((path) => path !== "-");
  const { merged, layers } = configuration;
  const found =
    named.length > 0 || paths.length === 0
      ? await findModelfiles({
          paths: named.length > 0 ? named : ["."],
          cwd: io.cwd,
          include: merged.files.include ?? [],
          exclude: merged.files.exclude ?? [],
          folder: layers[layers.length - 1]?.folder ?? io.cwd,
        })
      : [];
  for (const path of found) {
    if (io.signal.aborted) break;
    files.push(lintFile(path, await readModelfile(path, io.cwd), await load(dirname(path)), choices));
  }
  return { files, configuration };
}

/** Writes fixes, baseline and reports; gives the exit code. */
async function settle(
  linted: readonly LintedFile[],
  { merged, layers }: LoadedConfiguration,
  options: LintCommandOptions,
  command: Command,
  io: Io,
): Promise<number> {
  const globals = globalOptions(command);
  if (io.signal.aborted) return exitCodes.interrupted;
  if (options.diff) return printDiffs(linted, io, command);
  for (const { path, fixedText, isPiped } of linted) {
    if (fixedText === undefined) continue;
    // Piped text can only come back through the pipe; the report goes to stderr then.
    if (!isPiped) await writeFileAtomic(path, fixedText);
  }
  if (options.writeBaseline !== undefined) {
    const written = await writeBaseline(resolve(io.cwd, options.writeBaseline), linted);
    if (!globals.quiet) io.stderr.write(`${count(written, "finding")} written to ${options.writeBaseline}\n`);
    return exitCodes.clean;
  }
  const configured = layers.findLast(({ configuration }) => configuration.lint.baseline !== undefined);
  const baseline =
    options.baseline !== undefined
      ? resolve(io.cwd, options.baseline)
      : configured && resolve(configured.folder, configured.configuration.lint.baseline ?? "");
  const judged = baseline ? await applyBaseline(baseline, linted) : { files: linted, gone: 0 };
  const limit = Number(options.maxDiagnostics ?? merged.lint.maxDiagnostics ?? 200);
  const fixed = linted.reduce((sum, { fixedCount }) => sum + fixedCount, 0);
  const totals = countTotals(judged.files, fixed);
  const input: ReportInput = {
    toolVersion: version,
    files: limitFindings(judged.files, limit).map(({ source, diagnostics }) => ({
      source: concealSecrets(source, diagnostics),
      diagnostics,
    })),
    totals,
    rules: readRuleFacts(rules),
  };
  const piped = options.fix ? linted.find(({ isPiped }) => isPiped) : undefined;
  if (piped) io.stdout.write(piped.fixedText ?? piped.originalText);
  const outputs = chooseOutputs(options.format, globals);
  await writeReports(outputs, input, piped ? { ...io, stdout: io.stderr } : io, globals);
  if (judged.gone > 0 && !globals.quiet) {
    const { err } = paintsFor(io, globals);
    io.stderr.write(
      err(
        "dim",
        `${count(judged.gone, "finding")} of the baseline ${judged.gone === 1 ? "is" : "are"} gone; write it again\n`,
      ),
    );
  }
  const failsOnWarnings = options.errorOnWarnings ?? merged.lint.errorOnWarnings ?? false;
  return totals.errors > 0 || (failsOnWarnings && totals.warnings > 0) ? exitCodes.findings : exitCodes.clean;
}

function printDiffs(linted: readonly LintedFile[], io: Io, command: Command): number {
  const { out } = paintsFor(io, globalOptions(command));
  let changed = 0;
  for (const { source, originalText, fixedText } of linted) {
    if (fixedText === undefined) continue;
    changed++;
    io.stdout.write(printDiff(source.path, originalText, fixedText, out));
  }
  return changed > 0 ? exitCodes.findings : exitCodes.clean;
}

/** Errors are kept before warnings, warnings before infos. */
function limitFindings(files: readonly LintedFile[], limit: number): LintedFile[] {
  const total = files.reduce((sum, { diagnostics }) => sum + diagnostics.length, 0);
  if (limit === 0 || total <= limit) return [...files];
  const kept = new Set<Diagnostic>();
  for (const severity of ["error", "warning", "info"] as const) {
    for (const { diagnostics } of files) {
      for (const one of diagnostics) if (one.severity === severity && kept.size < limit) kept.add(one);
    }
  }
  return files.map((file) => ({ ...file, diagnostics: file.diagnostics.filter((one) => kept.has(one)) }));
}

import { dirname, resolve } from "node:path";
import type { Command } from "commander";
import { writeFileAtomic } from "../../base/files.js";
import { count } from "../../base/plural.js";
import { formatModelfile } from "../../language/format/formatModelfile.js";
import type { SourceFile } from "../../language/text/sourceFile.js";
import { type CommandContext, globalOptions, paintsFor } from "../commandContext.js";
import { createConfigurationLoader } from "../configuration/loadConfiguration.js";
import { printDiff } from "../diff.js";
import { findModelfiles } from "../files/findModelfiles.js";
import { openModelfile, readModelfile } from "../files/readModelfile.js";
import { exitCodes } from "../io.js";

interface FmtOptions {
  readonly check: boolean;
  readonly diff: boolean;
  readonly write: boolean;
  readonly stdinFilename: string;
}

export function defineFmt(command: Command, context: CommandContext): void {
  command
    .argument("[paths...]", "files, folders or globs; - reads the standard input and prints the result")
    .option("-w, --write", "write the files in place (what happens without --check or --diff, too)", false)
    .option("--check", "write nothing; list the files that are not formatted and exit with 1", false)
    .option("--diff", "write nothing; print what would change and exit with 1 when something would", false)
    .option("--stdin-filename <path>", "what to call the standard input", "Modelfile")
    .addHelpText(
      "after",
      `
One style: instructions in capitals, a blank line between groups, the least quoting that keeps a value exact,
LF line ends. Values and comments stay as they are, and Ollama reads the same before and after.

Examples:
  mf fmt                       format every Modelfile below this folder
  mf fmt --check               for CI
  mf fmt --diff Modelfile      look before writing
  mf fmt - < Modelfile         for editors`,
    )
    .action(async (paths: string[], options: FmtOptions) => runFmt(paths, options, command, context));
}

interface Outcome {
  readonly source: SourceFile;
  readonly path: string | undefined;
  readonly formatted: string | undefined;
  readonly refused: string | undefined;
}

async function runFmt(
  paths: string[],
  options: FmtOptions,
  command: Command,
  context: CommandContext,
): Promise<void> {
  const { io } = context;
  const globals = globalOptions(command);
  const { err } = paintsFor(io, globals);
  const outcomes: Outcome[] = [];
  if (paths.includes("-"))
    outcomes.push(format(openModelfile(await io.readStdin(), options.stdinFilename), undefined));
  for (const path of await filesToFormat(paths, command, context)) {
    outcomes.push(format(await readModelfile(path, io.cwd), path));
  }
  const changed = outcomes.filter(isChanged);
  for (const { source, refused } of outcomes) {
    if (refused === undefined) continue;
    io.stderr.write(`${err("red", "not formatted:")} ${source.path}: Ollama cannot read it: ${refused}\n`);
    context.exitCode = exitCodes.findings;
  }
  const isDry = options.check || options.diff;
  for (const outcome of outcomes) {
    const { source, formatted, path } = outcome;
    if (formatted === undefined) {
      // An editor that pipes a broken file through gets it back as it was.
      if (path === undefined && !isDry) io.stdout.write(source.text);
    } else if (options.diff && isChanged(outcome)) {
      io.stdout.write(printDiff(source.path, source.text, formatted, paintsFor(io, globals).out));
    } else if (!isDry && path === undefined) io.stdout.write(formatted);
    else if (!isDry && path !== undefined && isChanged(outcome)) await writeFileAtomic(path, formatted);
  }
  if (isDry && changed.length > 0) context.exitCode = exitCodes.findings;
  if (globals.json) {
    const files = outcomes.map((one) => ({
      path: one.source.path,
      changed: isChanged(one),
      error: one.refused,
    }));
    io.stdout.write(`${JSON.stringify({ files })}\n`);
  } else if (!globals.quiet && !paths.includes("-")) {
    for (const { source } of options.diff ? [] : changed) io.stderr.write(`${source.path}\n`);
    const verb = isDry ? "would change" : "formatted";
    io.stderr.write(err("dim", `${changed.length} of ${count(outcomes.length, "file")} ${verb}\n`));
  }
}

async function filesToFormat(paths: string[], command: Command, { io }: CommandContext): Promise<string[]> {
  const named = paths.filter((path) => path !== "-");
  if (named.length === 0 && paths.length > 0) return [];
  const load = createConfigurationLoader(io, globalOptions(command));
  const { merged, layers } = await load(io.cwd);
  return findModelfiles({
    paths: named.length > 0 ? named : ["."],
    cwd: io.cwd,
    include: merged.files.include ?? [],
    exclude: merged.files.exclude ?? [],
    folder: dirname(layers[layers.length - 1]?.origin ?? resolve(io.cwd, "mf.json")),
  });
}

function format(source: SourceFile, path: string | undefined): Outcome {
  const result = formatModelfile(source);
  return result.kind === "ok"
    ? { source, path, formatted: result.text, refused: undefined }
    : { source, path, formatted: undefined, refused: result.reason };
}

/** A byte-order mark or UTF-16 is a change too: what is written is plain UTF-8. */
function isChanged({ source, formatted }: Outcome): boolean {
  return formatted !== undefined && (formatted !== source.text || source.encoding !== "utf-8");
}

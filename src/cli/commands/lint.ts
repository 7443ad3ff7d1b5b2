import { type Command, Option } from "commander";
import type { CommandContext } from "../commandContext.js";
import { type LintCommandOptions, runLint } from "../lint/runLint.js";

export function defineLint(command: Command, context: CommandContext): void {
  command
    .argument("[paths...]", "files, folders or globs; - reads the standard input")
    .option("--fix", "mend what can be mended without doubt", false)
    .option("--unsafe-fixes", "with --fix: also mend what may change the meaning", false)
    .option("--diff", "write nothing; print what --fix would change", false)
    .addOption(
      new Option("-f, --format <name[=file]>", "how to report; may be repeated, each to a file of its own")
        .argParser((value: string, all: string[] | undefined) => [...(all ?? []), value])
        .default(undefined, "text"),
    )
    .option("--ollama <version>", "the Ollama the files are for: 0.33, or a range such as '>=0.12 <0.30'")
    .option("--max-diagnostics <n>", "show at most so many findings (0: all)")
    .option("--error-on-warnings", "exit with 1 on warnings too")
    .option("--baseline <file>", "hide the findings that this file knows")
    .option("--write-baseline <file>", "write the findings of now as the known ones")
    .option("--no-fs", "look at nothing outside the files: no weights, no paths")
    .option("--stdin-filename <path>", "what to call the standard input", "Modelfile")
    .option("--watch", "lint again whenever a file changes", false)
    .addHelpText(
      "after",
      `
Errors are what Ollama refuses or cannot work; warnings are silent losses; infos are worth a look. mf rules lists the
rules, mf explain MF201 explains one, and a comment silences one finding:

  # mf: ignore[MF107] the newest is wanted here

Formats: text, concise, json, jsonl, sarif, github, gitlab, junit, checkstyle, rdjson, markdown.
Exit codes: 0 no errors, 1 errors (or warnings with --error-on-warnings), 2 wrong usage or configuration.

Examples:
  mf lint                                  every Modelfile below this folder
  mf lint --fix Modelfile
  mf lint --format github --format sarif=mf.sarif
  mf lint --ollama '>=0.12' models/`,
    )
    .action(async (paths: string[], options: LintCommandOptions) =>
      runLint(paths, options, command, context),
    );
}

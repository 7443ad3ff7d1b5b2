import { Command, CommanderError, Option } from "commander";
import { isMfError, MfError } from "../base/errors.js";
import { printable, redactSecrets } from "../base/redact.js";
import type { CommandContext } from "./commandContext.js";
import { type CommandEntry, commandTable } from "./commandTable.js";
import { exitCodes, type Io } from "./io.js";
import { createPaint, hasColor } from "./style.js";
import { version } from "./version.js";

/** Runs one command line. Never throws: what went wrong is on stderr and in the exit code. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  try {
    const { program, context } = await createProgram(argv, io);
    await program.parseAsync([...argv], { from: "user" });
    return io.signal.aborted ? exitCodes.interrupted : context.exitCode;
  } catch (error) {
    return reportFailure(error, argv, io);
  }
}

/** The program with the one command that `argv` names loaded, the others as names. */
async function createProgram(
  argv: readonly string[],
  io: Io,
  wanted: (entry: CommandEntry) => boolean = ({ name }) => name === commandName(argv),
): Promise<{ program: Command; context: CommandContext }> {
  const program = new Command("mf");
  program
    .description("The toolchain for Modelfiles.")
    .version(version, "-V, --version", "print the version")
    .option("--json", "print JSON for programs on stdout", false)
    .addOption(new Option("--color <when>", "colours").choices(["auto", "always", "never"]).default("auto"))
    .option("-q, --quiet", "print results and errors only", false)
    .option("-v, --verbose", "print more, such as the causes of a failure", false)
    .option("--config <file>", "use this configuration instead of the nearest mf.json or mf.jsonc")
    .option("--isolated", "use no configuration file", false)
    .helpOption("-h, --help", "print help, with examples")
    .addHelpText("after", programHelp)
    .configureHelp({ showGlobalOptions: false })
    .showHelpAfterError("(mf --help lists the commands)")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
    });
  const context: CommandContext = {
    io,
    program,
    loadProgram: async () => (await createProgram([], io, () => true)).program,
    exitCode: exitCodes.clean,
  };
  for (const entry of commandTable) {
    const command = program
      .command(entry.name)
      .summary(entry.summary)
      .description(`${capitalize(entry.summary)}.`);
    command.helpGroup(`${entry.group}:`);
    command.showHelpAfterError(`(mf ${entry.name} --help shows the options)`);
    command.configureHelp({ showGlobalOptions: true });
    if (wanted(entry)) (await entry.load())(command, context);
  }
  return { program, context };
}

const programHelp = `
Examples:
  mf lint                          check every Modelfile below this folder
  mf lint --fix Modelfile          mend what can be mended without doubt
  mf fmt --check                   fail when a file is not formatted
  mf explain MF201                 read about a rule

Exit codes: 0 clean, 1 findings, 2 wrong usage or configuration, 3 the operation failed, 130 interrupted.`;

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The first word that names a command; the value of an option before it does not count. */
function commandName(argv: readonly string[]): string | undefined {
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i] ?? "";
    if (word === "--config" || word === "--color") i++;
    else if (word === "help") continue;
    else if (!word.startsWith("-")) return word;
  }
  return undefined;
}

function reportFailure(error: unknown, argv: readonly string[], io: Io): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.clean : exitCodes.usage;
  if (io.signal.aborted) return exitCodes.interrupted;
  const color =
    argv.includes("--color=never") || argv[argv.indexOf("--color") + 1] === "never" ? "never" : "auto";
  const paint = createPaint(hasColor(color, io.stderr, io.env));
  const lines = [`${paint(["red", "bold"], "error:")} ${describe(error)}`];
  if (isMfError(error) && error.hint) lines.push(`${paint("cyan", "hint:")} ${error.hint}`);
  const isVerbose = argv.includes("--verbose") || argv.includes("-v");
  if (isVerbose || !(error instanceof Error)) {
    for (let cause = causeOf(error); cause !== undefined; cause = causeOf(cause)) {
      lines.push(`  because: ${describe(cause)}`);
    }
  }
  if (!isMfError(error) && error instanceof Error && isVerbose) lines.push(error.stack ?? "");
  io.stderr.write(`${lines.join("\n")}\n`);
  return isMfError(error, "MF_E_USAGE") || isMfError(error, "MF_E_CONFIGURATION")
    ? exitCodes.usage
    : exitCodes.failed;
}

function causeOf(error: unknown): unknown {
  return error instanceof Error ? error.cause : undefined;
}

function describe(error: unknown): string {
  if (error instanceof MfError) return redactSecrets(error.message);
  if (!(error instanceof Error)) return printable(String(error));
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  // A system error has said its path; anything else is a defect of ours and says so.
  return code
    ? redactSecrets(error.message)
    : `${redactSecrets(error.message)} (a defect in mf; --verbose shows where)`;
}

import type { Command } from "commander";
import type { Io } from "./io.js";
import { type ColorChoice, createPaint, hasColor, type Paint } from "./style.js";

/** Options that every command takes, before or behind its name. */
export interface GlobalOptions {
  readonly json: boolean;
  readonly color: ColorChoice;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly config?: string;
  readonly isolated: boolean;
}

/** What a command's definition is given: the world, and a place for its exit code. */
export interface CommandContext {
  readonly io: Io;
  /** `mf` as it runs, with the one command loaded. */
  readonly program: Command;
  /** `mf` with every command loaded, for the one that describes them all. */
  loadProgram(): Promise<Command>;
  exitCode: number;
}

export function globalOptions(command: Command): GlobalOptions {
  return command.optsWithGlobals<GlobalOptions>();
}

/** Colours for people's text on stdout and stderr. */
export function paintsFor(io: Io, options: GlobalOptions): { readonly out: Paint; readonly err: Paint } {
  return {
    out: createPaint(hasColor(options.color, io.stdout, io.env)),
    err: createPaint(hasColor(options.color, io.stderr, io.env)),
  };
}

import type { Io } from "../../../src/cli/io.js";
import { run } from "../../../src/cli/run.js";

export interface CommandResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandSurroundings {
  readonly cwd: string;
  readonly stdin?: string | Uint8Array;
  readonly env?: Io["env"];
  readonly home?: string;
  readonly isTty?: boolean;
  readonly signal?: AbortSignal;
}

/** Runs one command line in this process, with everything it touches injected. */
export async function runCommand(
  argv: readonly string[],
  surroundings: CommandSurroundings,
): Promise<CommandResult> {
  const { cwd, stdin = "", env = {}, home = cwd, isTty = false, signal } = surroundings;
  const written = { stdout: "", stderr: "" };
  const outputTo = (stream: keyof typeof written): Io["stdout"] => ({
    write: (text) => {
      written[stream] += text;
    },
    isTty,
    columns: 100,
  });
  const io: Io = {
    stdout: outputTo("stdout"),
    stderr: outputTo("stderr"),
    readStdin: async () => (typeof stdin === "string" ? new TextEncoder().encode(stdin) : stdin),
    env,
    cwd,
    home,
    now: () => new Date("2026-01-01T00:00:00Z"),
    signal: signal ?? new AbortController().signal,
  };
  const exitCode = await run(argv, io);
  return { exitCode, ...written };
}

import { homedir } from "node:os";
import type { Io, Output } from "./io.js";
import { run } from "./run.js";

/** The process around `run`: streams, signals, the exit code. */
export async function main(): Promise<void> {
  const stop = new AbortController();
  const onSignal = (): void => {
    // The second Ctrl-C means it: temporary files are left to the next run to clean.
    if (stop.signal.aborted) process.exit(130);
    stop.abort();
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  const io: Io = {
    stdout: outputOf(process.stdout),
    stderr: outputOf(process.stderr),
    readStdin,
    env: process.env,
    cwd: process.cwd(),
    home: homedir(),
    now: () => new Date(),
    signal: stop.signal,
  };
  process.exitCode = await run(process.argv.slice(2), io);
}

function outputOf(stream: NodeJS.WriteStream): Output {
  // A reader that has gone away (`mf rules | head`) is no failure.
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit(process.exitCode ?? 0);
  });
  return {
    write: (text) => void stream.write(text),
    isTty: stream.isTTY === true,
    get columns() {
      return stream.columns ?? 80;
    },
  };
}

/** Far more than any text that a command reads; what is beyond is left in the pipe. */
const maxStdinBytes = 64 * 1024 * 1024;

async function readStdin(): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of process.stdin) {
    chunks.push(chunk as Buffer);
    size += (chunk as Buffer).length;
    if (size > maxStdinBytes) break;
  }
  return new Uint8Array(Buffer.concat(chunks));
}

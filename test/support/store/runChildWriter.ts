import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

export interface ChildWriter {
  readonly process: ChildProcess;
  /** Everything up to a line that is `line` or the end. */
  waitFor(line: string): Promise<string>;
  readonly ended: Promise<string>;
}

/** Another `mf` process on the store. `uid`: the user it runs as. */
export function runChildWriter(root: string, task: "hang" | "write", uid?: number): ChildWriter {
  const script = fileURLToPath(new URL("./childWriter.ts", import.meta.url));
  const child = spawn(process.execPath, ["--import", "tsx", script, root, task], {
    stdio: ["ignore", "pipe", "pipe"],
    // tsx keeps its cache below TMPDIR, which another user may not be able to write.
    env: { ...process.env, TSX_DISABLE_CACHE: "1" },
    ...(uid === undefined ? {} : { uid }),
  });
  let output = "";
  let errors = "";
  child.stdout.on("data", (data) => (output += String(data)));
  child.stderr.on("data", (data) => (errors += String(data)));
  const ended = once(child, "close").then(() => (output === "" ? errors : output));
  onTestFinished(() => void child.kill("SIGKILL"));
  return {
    process: child,
    ended,
    waitFor: async (line) => {
      while (!output.includes(`${line}\n`)) {
        await Promise.race([once(child.stdout, "data"), ended]);
        if (child.exitCode !== null || child.signalCode !== null) break;
      }
      return output + errors;
    },
  };
}

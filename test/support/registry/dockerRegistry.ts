import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { tempFolder } from "../cli/tempFolder.js";

/** Why the live tests can't run here; undefined when they can. */
export const noDockerRegistry: string | undefined = findProblem();

function findProblem(): string | undefined {
  try {
    execFileSync("docker-registry", ["--version"], { stdio: "ignore" });
    return undefined;
  } catch {
    return "no docker-registry (Debian package of that name)";
  }
}

/** Starts Debian's registry on loopback with an empty store; it stops with the test. Gives `host:port`. */
export async function startDockerRegistry(): Promise<string> {
  const folder = tempFolder();
  const port = await findFreePort();
  const config = join(folder, "config.yml");
  writeFileSync(
    config,
    `version: 0.1\nlog: {level: error}\nstorage: {filesystem: {rootdirectory: ${join(folder, "data")}}}\nhttp: {addr: "127.0.0.1:${port}"}\n`,
  );
  const server = spawn("docker-registry", ["serve", config], { stdio: "ignore" });
  onTestFinished(() => void server.kill("SIGKILL"));
  await waitUntilUp(`http://127.0.0.1:${port}/v2/`, server);
  return `localhost:${port}`;
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((done) => server.once("listening", done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

async function waitUntilUp(url: string, server: ChildProcess): Promise<void> {
  while (server.exitCode === null) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`docker-registry exited with ${server.exitCode}`);
}

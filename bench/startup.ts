/** How long does `mf lint one-file` take, as a multiple of a bare `node -e 0`? Goal: at most 2.5. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { elapsedMs, printSpread, spreadOf } from "./measure.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const runs = 15;
const node = (...args: string[]): number =>
  elapsedMs(() => {
    const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: "ignore" });
    if (status !== 0 && status !== 1) throw new Error(`node ${args.join(" ")} exited with ${status}`);
  });

const cases = {
  "mf lint": ["bin/mf.js", "lint", "examples/kitchen/Modelfile"],
  "mf --version": ["bin/mf.js", "--version"],
};
node("-e", "0");
for (const [name, args] of Object.entries(cases)) {
  node(...args);
  const pairs = Array.from({ length: runs }, () => ({ bare: node("-e", "0"), command: node(...args) }));
  const ratio = spreadOf(pairs.map(({ bare, command }) => command / bare));
  const bare = spreadOf(pairs.map((pair) => pair.bare));
  const command = spreadOf(pairs.map((pair) => pair.command));
  console.log(
    `${name}: ${printSpread(command, 0)} ms, node -e 0: ${printSpread(bare, 0)} ms, ratio ${printSpread(ratio)}`,
  );
}

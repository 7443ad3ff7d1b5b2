import { type FSWatcher, watch } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { isModelfileName } from "../files/findModelfiles.js";
import type { Io } from "../io.js";

/** Calls `again` after each burst of changes to the files or to Modelfiles below the folders, until Ctrl-C. */
export async function watchFiles(
  linted: readonly string[],
  paths: readonly string[],
  io: Io,
  again: () => Promise<unknown>,
): Promise<void> {
  const folders = new Set([
    ...linted.map((path) => dirname(path)),
    ...paths.map((path) => dirname(resolve(io.cwd, path))),
  ]);
  if (paths.length === 0) folders.add(io.cwd);
  const known = new Set(linted);
  let running = Promise.resolve();
  let isPending = false;
  const onChange = (folder: string, name: string | null): void => {
    if (name === null || isPending || io.signal.aborted) return;
    const isOurs =
      known.has(resolve(folder, name)) ||
      isModelfileName(basename(name)) ||
      /^mf\.jsonc?$/.test(basename(name));
    if (!isOurs) return;
    isPending = true;
    // Editors save in several steps: one run a burst, and never two at once.
    running = running.then(async () => {
      await new Promise((done) => setImmediate(done));
      isPending = false;
      io.stdout.write(`\n— ${io.now().toLocaleTimeString()} —\n`);
      await again();
    });
  };
  const watchers: FSWatcher[] = [...folders].map((folder) =>
    watch(folder, (_, name) => onChange(folder, name)),
  );
  try {
    await new Promise<void>((done) => {
      if (io.signal.aborted) done();
      else io.signal.addEventListener("abort", () => done(), { once: true });
    });
    await running;
  } finally {
    for (const watcher of watchers) watcher.close();
  }
}

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fuzzTargets } from "../support/fuzz/targets.js";

const root = join(import.meta.dirname, "../../fixtures/fuzz");

/** What fuzzing once broke stays mended. */
describe.each(fuzzTargets.map((target) => [target.name, target] as const))("%s", (name, { check }) => {
  const folder = join(root, name);
  const files = existsSync(folder) ? readdirSync(folder) : [];
  test(`${files.length} kept inputs`, () => {
    for (const file of files)
      expect(() => check(new Uint8Array(readFileSync(join(folder, file)))), file).not.toThrow();
  });
});

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { expect } from "vitest";

/** Compares with a recorded file; UPDATE_FIXTURES=1 writes it: read the diff. */
export function expectFile(path: string, content: string): void {
  if (process.env.UPDATE_FIXTURES === "1") writeFileSync(path, content);
  expect(content).toBe(existsSync(path) ? readFileSync(path, "utf8") : `(no ${path})`);
}

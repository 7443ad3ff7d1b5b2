import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ggufLimits } from "../../../src/weights/gguf/limits.js";

test("docs/gguf.md tells every limit", () => {
  const docs = readFileSync(new URL("../../../docs/gguf.md", import.meta.url), "utf8");
  const told = [...docs.matchAll(/^\|[^|]+\| (\d+)(?: bytes)? \|/gm)].map(([, number]) => Number(number));
  expect(told.sort((a, b) => a - b)).toEqual(Object.values(ggufLimits).sort((a, b) => a - b));
});

import { expect, test } from "vitest";
import type { CaseResult } from "../../support/conformance/caseResult.js";
import { runCases } from "../../support/conformance/gguf-edge.js";
import { fixturePath } from "./specs.js";

async function collect(): Promise<CaseResult[]> {
  const results: CaseResult[] = [];
  for await (const result of runCases(fixturePath("gguf-edge"))) results.push(result);
  return results;
}

test("every recorded file is taken or refused as llama.cpp does", async () => {
  const results = await collect();
  expect(results.filter((result) => !result.ok)).toEqual([]);
  expect(results.length).toBeGreaterThan(200);
});

test("the differences are the ones that docs/gguf.md lists, and no more", async () => {
  const differences = new Set(
    (await collect()).filter((result) => result.skipped).map((result) => result.id),
  );
  expect([...differences].sort()).toEqual([
    "files/dims-overflow-3.gguf full",
    "files/dims-overflow-3.gguf meta",
    "files/dims-overflow.gguf full",
    "files/dims-overflow.gguf meta",
    "files/v1-real-layout.gguf full",
    "files/v1-real-layout.gguf meta",
  ]);
});

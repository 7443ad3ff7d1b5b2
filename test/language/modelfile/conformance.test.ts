import { join } from "node:path";
import { expect, test } from "vitest";
import { runCases } from "../../support/conformance/modelfile.js";

/** Recorded with Ollama's own parser and client (fixtures/modelfile/README.md). */
test("every recorded file reads as Ollama reads it", async () => {
  const failed = [];
  let passed = 0;
  for await (const result of runCases(join(import.meta.dirname, "../../../fixtures/modelfile"))) {
    if (result.ok) passed++;
    else failed.push(result);
  }
  expect(failed).toEqual([]);
  expect(passed).toBe(291);
});

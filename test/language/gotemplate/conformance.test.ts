import { join } from "node:path";
import { expect, test } from "vitest";
import { runCases } from "../../support/conformance/gotemplate.js";

/** Recorded with Go 1.26 (fixtures/gotemplate/README.md): trees, texts, errors. */
test("every recorded template parses and renders as in Go", async () => {
  const failed = [];
  let passed = 0;
  for await (const result of runCases(join(import.meta.dirname, "../../../fixtures/gotemplate"))) {
    if (result.ok) passed++;
    else failed.push(result);
  }
  expect(failed).toEqual([]);
  expect(passed).toBe(2198);
});

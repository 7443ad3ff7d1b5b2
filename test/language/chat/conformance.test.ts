import { join } from "node:path";
import { expect, test } from "vitest";
import { runCases } from "../../support/conformance/chat-render.js";

/** Recorded with Ollama v0.33 (fixtures/chat-render/README.md): trees, names, tags, prompts, errors, crashes. */
test("every recorded template is read, and every recorded prompt rendered, as by Ollama", async () => {
  const failed = [];
  let passed = 0;
  for await (const result of runCases(join(import.meta.dirname, "../../../fixtures/chat-render"))) {
    if (result.ok) passed++;
    else failed.push(result);
  }
  expect(failed).toEqual([]);
  expect(passed).toBe(2048);
});

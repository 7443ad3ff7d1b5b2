import { describe, expect, it } from "vitest";
import { runCases } from "../support/conformance/create.js";

/** Whole command lines, replayed against what Ollama left on the disk (fixtures/build/create). */
describe("models that Ollama created", async () => {
  for await (const { id, ok, got, want, skipped } of runCases("fixtures/build/create")) {
    if (skipped !== undefined) it.skip(`${id}: ${skipped}`);
    else it(id, () => expect(ok ? want : got).toEqual(want));
  }
});

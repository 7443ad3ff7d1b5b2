import { describe, expect, it } from "vitest";
import { runCases } from "../support/conformance/show.js";

/** What Ollama shows of the models of the create cases (fixtures/build/show). */
describe("models that Ollama showed", async () => {
  for await (const { id, ok, got, want, skipped } of runCases("fixtures/build/show")) {
    if (skipped !== undefined) it.skip(`${id}: ${skipped}`);
    else it(id, () => expect(ok ? want : got).toEqual(want));
  }
});

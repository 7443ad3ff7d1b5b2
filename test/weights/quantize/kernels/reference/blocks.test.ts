import { describe, expect, it } from "vitest";
import { runBlockCases } from "../../../../support/conformance/quantize.js";

describe("ggml's recorded blocks", () => {
  it("gives the peer's bytes, floats and verdicts for every type, kind of data and kind of importance", async () => {
    let cases = 0;
    for await (const result of runBlockCases("fixtures/quantize/blocks")) {
      cases++;
      if (!result.ok) expect.soft(result.got, result.id).toEqual(result.want);
    }
    expect(cases).toBe(3692);
  });
});

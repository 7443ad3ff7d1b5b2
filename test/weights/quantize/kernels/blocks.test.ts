import { afterEach, describe, expect, it, vi } from "vitest";
import { countKernelRuns } from "../../../../src/weights/quantize/kernels/kernelRuns.js";
import { availableKernels } from "../../../../src/weights/quantize/kernels/select.js";
import { runBlockCases } from "../../../support/conformance/quantize.js";

describe.each(availableKernels().map((kernel) => kernel.name))("ggml's recorded blocks, by %s", (name) => {
  afterEach(() => vi.unstubAllEnvs());

  it("gives the peer's bytes, floats and verdicts for every type, kind of data and kind of importance", async () => {
    vi.stubEnv("MF_FORCE_KERNEL", name);
    const before = countKernelRuns(name);
    let cases = 0;
    for await (const result of runBlockCases("fixtures/quantize/blocks")) {
      cases++;
      if (!result.ok) expect.soft(result.got, result.id).toEqual(result.want);
    }
    expect(cases).toBe(3692);
    // Of the recorded types the faster kernels leave TQ1_0, TQ2_0, NVFP4, Q1_0 and Q2_0 to the reference.
    if (name !== "reference") expect(countKernelRuns(name) - before).toBe(3692 - 10 * 52);
  });
});

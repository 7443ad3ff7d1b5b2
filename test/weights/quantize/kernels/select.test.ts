import { afterEach, describe, expect, it, vi } from "vitest";
import { selectKernel } from "../../../../src/weights/quantize/kernels/select.js";

describe("selectKernel", () => {
  afterEach(() => vi.unstubAllEnvs());

  it("finds a kernel for every type this package packs itself", () => {
    for (const type of ["f16", "q8_0", "q4_K", "iq4_xs", "mxfp4", "tq1_0"] as const) {
      expect(selectKernel(type).supports(type)).toBe(true);
    }
  });

  it("takes the kernel that MF_FORCE_KERNEL names", () => {
    vi.stubEnv("MF_FORCE_KERNEL", "reference");
    expect(selectKernel("q4_K").name).toBe("reference");
  });

  it("refuses a kernel that does not exist, and says which do", () => {
    vi.stubEnv("MF_FORCE_KERNEL", "abacus");
    expect(() => selectKernel("q4_K")).toThrowError(
      expect.objectContaining({
        code: "MF_E_KERNEL_UNKNOWN",
        message: expect.stringContaining('"abacus"'),
        hint: expect.stringContaining("reference"),
      }),
    );
  });

  it("says that low-bit types need ggml's library", () => {
    expect(() => selectKernel("iq2_xxs")).toThrowError(
      expect.objectContaining({ code: "MF_E_KERNEL_TYPE", hint: expect.stringContaining("node-llama-cpp") }),
    );
  });
});

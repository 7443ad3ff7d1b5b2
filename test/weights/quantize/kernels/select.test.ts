import { afterEach, describe, expect, it, vi } from "vitest";
import { countKernelRuns } from "../../../../src/weights/quantize/kernels/kernelRuns.js";
import { loadAddon } from "../../../../src/weights/quantize/kernels/native/addon.js";
import {
  availableKernels,
  reportKernels,
  selectKernel,
} from "../../../../src/weights/quantize/kernels/select.js";

const names = availableKernels().map((kernel) => kernel.name);

describe("selectKernel", () => {
  afterEach(() => vi.unstubAllEnvs());

  it("finds a kernel for every type this package packs itself", () => {
    vi.stubEnv("MF_FORCE_KERNEL", undefined);
    for (const type of ["f16", "q8_0", "q4_K", "iq4_xs", "mxfp4", "tq1_0"] as const) {
      expect(selectKernel(type).supports(type)).toBe(true);
    }
  });

  it("takes the first of the list", () => {
    vi.stubEnv("MF_FORCE_KERNEL", undefined);
    expect(names.at(-2)).toBe("wasm");
    expect(names.at(-1)).toBe("reference");
    expect(selectKernel("q4_K").name).toBe(names[0]);
  });

  it.each(names)("takes %s when MF_FORCE_KERNEL names it, and that is what runs", async (name) => {
    vi.stubEnv("MF_FORCE_KERNEL", name);
    const before = names.map(countKernelRuns);
    const kernel = selectKernel("q4_K");
    expect(kernel.name).toBe(name);
    await kernel.quantizeRows("q4_K", new Float32Array(256), 256);
    const ran = names.filter((other, index) => countKernelRuns(other) !== before[index]);
    expect(ran).toEqual(name === "reference" ? [] : [name]);
  });

  it("leaves types that the forced kernel does not know to the reference", () => {
    vi.stubEnv("MF_FORCE_KERNEL", "wasm");
    expect(selectKernel("tq2_0").name).toBe("reference");
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

describe("reportKernels", () => {
  it("says which kernels there are, and why there is no native one", () => {
    const report = reportKernels();
    expect(report.kernels).toEqual(names);
    expect(report.nativeMissing === undefined).toBe(loadAddon().kind === "loaded");
    expect(names.some((name) => name.startsWith("native-"))).toBe(report.nativeMissing === undefined);
  });
});

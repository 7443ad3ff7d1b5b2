import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it, type TestContext } from "vitest";
import { tensorTypes } from "../../../../../src/weights/gguf/tensorTypes.js";
import { type Addon, loadAddon } from "../../../../../src/weights/quantize/kernels/native/addon.js";
import { nativeKernels } from "../../../../../src/weights/quantize/kernels/native/nativeKernels.js";
import { quantizeRows } from "../../../../../src/weights/quantize/kernels/reference/quantizeRows.js";
import { makeHardRows } from "../hardRows.js";

const root = join(import.meta.dirname, "../../../../..");

function addonOrSkip({ skip }: TestContext): Addon {
  const loaded = loadAddon();
  if (loaded.kind === "missing") return skip(`no native addon: ${loaded.reason}`);
  return loaded.addon;
}

describe("the addon", () => {
  it("was built from the sources that are here", async (context) => {
    const addon = addonOrSkip(context);
    const script = pathToFileURL(join(root, "scripts/build-kernels-sources.mjs")).href;
    const { hashSources }: { hashSources: () => string } = await import(script);
    expect(addon.sources, "run node scripts/build-kernels.mjs").toBe(hashSources());
  });

  it("has the blocks of the type table", (context) => {
    const addon = addonOrSkip(context);
    const packed = tensorTypes.filter((type) => addon.blockBytes(type.id) > 0);
    expect(packed.length).toBe(16);
    for (const type of packed) expect(addon.blockBytes(type.id), type.name).toBe(type.blockBytes);
  });

  it("refuses arrays that do not fit, before it touches them", (context) => {
    const addon = addonOrSkip(context);
    const [target = ""] = addon.targets();
    const weights = new Float32Array(512);
    const pack = (type: number, rowLength: number, importance: number | undefined, out: number) => () =>
      addon.pack(
        target,
        type,
        0,
        weights,
        rowLength,
        importance === undefined ? undefined : new Float32Array(importance),
        new Uint8Array(out),
        1,
      );
    expect(pack(12, 256, undefined, 287)).toThrow("do not fit");
    expect(pack(12, 384, undefined, 288)).toThrow("not whole blocks");
    expect(pack(12, 0, undefined, 288)).toThrow("not whole blocks");
    expect(pack(12, 256, 255, 288)).toThrow("importance");
    expect(pack(16, 256, undefined, 288)).toThrow("not packed here");
    expect(() => addon.pack("abacus", 12, 0, weights, 256, undefined, new Uint8Array(288), 1)).toThrow(
      "no such",
    );
  });

  it("packs many calls at once", async (context) => {
    addonOrSkip(context);
    const [kernel] = nativeKernels();
    const calls = Array.from({ length: 24 }, (_, seed) => makeHardRows("normal", seed + 1, 512, 20));
    const packed = await Promise.all(calls.map((weights) => kernel?.quantizeRows("q4_0", weights, 512)));
    for (const [index, weights] of calls.entries()) {
      expect(packed[index]).toEqual(quantizeRows("q4_0", weights, 512));
    }
  });

  it("is not built where nobody wants it, and an install goes on without", () => {
    const script = join(root, "scripts/build-kernels.mjs");
    const env = { ...process.env, MF_SKIP_NATIVE: "1" };
    const output = execFileSync(process.execPath, [script, "--install"], { encoding: "utf8", env });
    expect(output).toContain("WebAssembly kernel is used instead");
  });

  it("outlives a worker that ends while its rows are packed", (context) => {
    addonOrSkip(context);
    // In a process of its own: what could go wrong is a crash.
    const program = `
      const { Worker } = require("node:worker_threads");
      const run = () => new Promise((resolve) => {
        const worker = new Worker(\`
          const addon = require(process.argv[2]);
          const weights = new Float32Array(1 << 20).fill(0.5);
          for (let i = 0; i < 4; i++) {
            addon.pack(addon.targets().at(-1), 12, 0, weights, 4096, undefined, new Uint8Array(589824), 2);
          }
          require("node:worker_threads").parentPort.postMessage("started");
        \`, { eval: true, argv: [process.argv[1]] });
        worker.on("message", () => worker.terminate());
        worker.on("exit", resolve);
      });
      (async () => { for (let i = 0; i < 3; i++) await run(); console.log("alive"); })();
    `;
    const addonFile = join(root, "build/kernels.node");
    const output = execFileSync(process.execPath, ["-e", program, addonFile], { encoding: "utf8" });
    expect(output).toBe("alive\n");
  });
});

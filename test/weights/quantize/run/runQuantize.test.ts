import { describe, expect, it } from "vitest";
import type { ProgressEvent } from "../../../../src/base/progress.js";
import { resolveTensorType } from "../../../../src/weights/gguf/tensorTypes.js";
import type { Kernel } from "../../../../src/weights/quantize/kernels/kernel.js";
import { referenceKernel } from "../../../../src/weights/quantize/kernels/reference/referenceKernel.js";
import { planQuantize, type QuantizePlan } from "../../../../src/weights/quantize/plan/planQuantize.js";
import { tryFileType } from "../../../../src/weights/quantize/recipe/fileTypes.js";
import { type QuantizeRunOptions, runQuantize } from "../../../../src/weights/quantize/run/runQuantize.js";
import type { WeightSource } from "../../../../src/weights/quantize/weightSource.js";
import { makeWeights } from "../goldenData.js";
import { tinyModel } from "../tinyModel.js";

const q8_0 = tryFileType("Q8_0");
const q4_K_M = tryFileType("Q4_K_M");

async function writeAll(
  source: WeightSource,
  plans: readonly QuantizePlan[],
  options?: QuantizeRunOptions,
): Promise<Buffer[]> {
  const chunks = plans.map((): Uint8Array[] => []);
  const outputs = plans.map((plan, index) => ({
    plan,
    write: async (_file: number, bytes: Uint8Array) => void chunks[index]?.push(bytes),
  }));
  await runQuantize(source, outputs, options);
  return chunks.map((list) => Buffer.concat(list));
}

describe("runQuantize", () => {
  it("gives several outputs of one pass the bytes of runs of their own", async () => {
    const source = tinyModel();
    const plans = [q8_0, q4_K_M, undefined].map((fileType) => planQuantize(source, { fileType }));
    const together = await writeAll(source, plans);
    for (const [index, plan] of plans.entries()) {
      const [alone] = await writeAll(source, [plan]);
      expect(together[index]).toEqual(alone);
      expect(alone).toHaveLength(plan.sizeBytes);
    }
  });

  it("reads each tensor once for all outputs", async () => {
    const source = tinyModel();
    const reads: string[] = [];
    const counted: WeightSource = {
      ...source,
      readTensor: (tensor) => {
        reads.push(tensor.name);
        return source.readTensor(tensor);
      },
    };
    await writeAll(
      counted,
      [q8_0, q4_K_M].map((fileType) => planQuantize(counted, { fileType })),
    );
    expect(reads.sort()).toEqual(source.tensors.map(({ name }) => name).sort());
  });

  it("does not care how the source cuts its bytes", async () => {
    const source = tinyModel();
    const crumbs: WeightSource = {
      ...source,
      readTensor: async function* ({ name }) {
        const data = source.dataOf(name);
        for (let at = 0; at < data.length; at += 7) yield data.subarray(at, at + 7);
      },
    };
    const plan = planQuantize(source, { fileType: q4_K_M });
    expect(await writeAll(crumbs, [plan])).toEqual(await writeAll(source, [plan]));
  });

  it("never reads far ahead of what it has written", async () => {
    const rowLength = 4096;
    const rows = 2048;
    const chunk = new Uint8Array(64 * 1024);
    let readBytes = 0;
    let doneBytes = 0;
    let furthest = 0;
    const source: WeightSource = {
      label: "large",
      metadata: tinyModel().metadata,
      tensors: [
        { name: "blk.0.attn_q.weight", dims: [rowLength, rows], type: resolveTensorType("f16"), part: 0 },
      ],
      readTensor: async function* () {
        for (let at = 0; at < rowLength * rows * 2; at += chunk.length) {
          readBytes += chunk.length;
          furthest = Math.max(furthest, readBytes - doneBytes);
          yield chunk;
        }
      },
    };
    const plan = planQuantize(source, { fileType: tryFileType("BF16") });
    await runQuantize(source, [{ plan, write: async () => {} }], {
      onProgress: (event) => {
        if (event.kind === "advance") doneBytes = event.doneBytes;
      },
    });
    expect(readBytes).toBe(rowLength * rows * 2);
    expect(furthest).toBeLessThan(4 * 1024 * 1024);
  });

  it("says where the source is not finite, in copied tensors too", async () => {
    const weights = makeWeights("normal", 1, 512, 1);
    weights[300] = Number.NaN;
    for (const fileType of [q8_0, undefined]) {
      const source = tinyModel([{ name: "blk.0.attn_v.weight", dims: [256, 2], type: "f16", weights }]);
      await expect(writeAll(source, [planQuantize(source, { fileType })])).rejects.toMatchObject({
        code: "MF_E_QUANTIZE_NOT_FINITE",
        details: { tensor: "blk.0.attn_v.weight", index: 300 },
      });
    }
  });

  it("refuses weights whose scale does not fit the type", async () => {
    const weights = new Float32Array(512).fill(1e30);
    const source = tinyModel([{ name: "blk.0.attn_v.weight", dims: [256, 2], type: "f32", weights }]);
    await expect(writeAll(source, [planQuantize(source, { fileType: q8_0 })])).rejects.toMatchObject({
      code: "MF_E_QUANTIZE_RANGE",
      details: { type: "q8_0", index: 0 },
    });
  });

  it("notices a source that ends too early", async () => {
    const source = tinyModel();
    const short: WeightSource = {
      ...source,
      readTensor: async function* ({ name }) {
        yield source.dataOf(name).subarray(2);
      },
    };
    await expect(writeAll(short, [planQuantize(short, { fileType: q8_0 })])).rejects.toMatchObject({
      code: "MF_E_QUANTIZE_SOURCE",
    });
  });

  it("refuses outputs that go different ways", async () => {
    const source = tinyModel();
    const plans = [
      planQuantize(source, { fileType: q8_0 }),
      planQuantize(source, { fileType: q8_0, pruneLayers: [0] }),
    ];
    await expect(writeAll(source, plans)).rejects.toMatchObject({ code: "MF_E_QUANTIZE_OUTPUTS" });
  });

  it("writes nothing when a kernel is missing", async () => {
    const source = tinyModel();
    const plan = planQuantize(source, {
      fileType: q8_0,
      overrides: [{ pattern: /token_embd/, type: resolveTensorType("iq3_s") }],
    });
    let writes = 0;
    const write = async (): Promise<void> => void writes++;
    await expect(runQuantize(source, [{ plan, write }])).rejects.toMatchObject({ code: "MF_E_KERNEL_TYPE" });
    expect(writes).toBe(0);
  });

  it("uses the kernel it is given", async () => {
    const source = tinyModel();
    const used: string[] = [];
    const kernel: Kernel = {
      ...referenceKernel,
      quantizeRows: (type, ...rest) => {
        used.push(type);
        return referenceKernel.quantizeRows(type, ...rest);
      },
    };
    await writeAll(source, [planQuantize(source, { fileType: q8_0 })], { kernelFor: () => kernel });
    expect(new Set(used)).toEqual(new Set(["q8_0"]));
  });

  it("gives each expert its own importance", async () => {
    const dims = [256, 2, 2];
    const half = makeWeights("normal", 3, 512, 1);
    const weights = Float32Array.of(...half, ...half);
    const source = tinyModel([{ name: "blk.0.ffn_up_exps.weight", dims, type: "f32", weights }]);
    const entry = Float32Array.from({ length: 512 }, (_, i) => (i < 256 ? 1 : (i % 7) + 0.1));
    const imatrix = {
      path: "i",
      datasets: [],
      chunks: undefined,
      entries: new Map([["blk.0.ffn_up_exps.weight", entry]]),
    };
    const plan = planQuantize(source, { fileType: tryFileType("Q4_K_S"), imatrix });
    const [written = Buffer.alloc(0)] = await writeAll(source, [plan]);
    const data = written.subarray(plan.files[0]?.layout.dataOffset);
    const [to] = plan.files[0]?.steps.map((step) => step.to.name) ?? [];
    expect(to).toBe("q4_K");
    for (const expert of [0, 1]) {
      const expected = await referenceKernel.quantizeRows(
        "q4_K",
        half,
        256,
        entry.subarray(256 * expert, 256 * (expert + 1)),
      );
      expect(data.subarray(expert * expected.length, (expert + 1) * expected.length)).toEqual(
        Buffer.from(expected),
      );
    }
  });

  it("reports its progress and stops when told", async () => {
    const source = tinyModel();
    const plan = planQuantize(source, { fileType: q8_0 });
    const events: ProgressEvent[] = [];
    await writeAll(source, [plan], { onProgress: (event) => events.push(event) });
    const total = source.tensors.reduce((sum, { name }) => sum + source.dataOf(name).length, 0);
    expect(events[0]).toMatchObject({ kind: "start", totalBytes: total });
    expect(events.at(-2)).toMatchObject({ kind: "advance", doneBytes: total });

    await expect(writeAll(source, [plan], { signal: AbortSignal.abort() })).rejects.toThrow();
  });
});

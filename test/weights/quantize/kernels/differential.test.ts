import { describe, expect, it } from "vitest";
import { resolveTensorType, type TensorTypeName } from "../../../../src/weights/gguf/tensorTypes.js";
import type { Kernel } from "../../../../src/weights/quantize/kernels/kernel.js";
import { countKernelRuns } from "../../../../src/weights/quantize/kernels/kernelRuns.js";
import {
  dequantizeRows,
  quantizeRows,
} from "../../../../src/weights/quantize/kernels/reference/quantizeRows.js";
import { availableKernels } from "../../../../src/weights/quantize/kernels/select.js";
import { findGgmlPeer, type GgmlPeer } from "./ggmlPeer.js";
import { hardKinds, importanceKinds, makeHardImportance, makeHardRows } from "./hardRows.js";

const kernels = availableKernels().filter((kernel) => kernel.name !== "reference");
const types: readonly TensorTypeName[] = [
  ...(["q8_0", "q4_0", "q5_0", "q4_1", "q5_1", "mxfp4", "iq4_nl", "f16", "bf16", "f32"] as const),
  ...(["q2_K", "q3_K", "q4_K", "q5_K", "q6_K", "iq4_xs"] as const),
];
const isLong = process.env.MF_LONG === "1";

interface Sample {
  readonly kind: string;
  readonly weights: Float32Array;
  readonly rowLength: number;
  readonly importance: Float32Array | undefined;
  readonly label: string;
}

/** Every kind of data, with the kinds of importance in turn. Rows of three super-blocks end in the middle of a run of lanes. */
function* samples(round: number, rowLength: number, rows: number): Generator<Sample> {
  for (const [index, kind] of hardKinds.entries()) {
    const seed = 1000 * round + index + 1;
    const importanceKind = importanceKinds[(index + round) % importanceKinds.length] ?? "none";
    yield {
      kind,
      weights: makeHardRows(kind, seed, rowLength, rows),
      rowLength,
      importance: makeHardImportance(importanceKind, seed, rowLength),
      label: `${kind}, seed ${seed}, rows of ${rowLength}, importance ${importanceKind}`,
    };
  }
}

/** Compares all kernels with `judge`; gives the blocks that each packed. */
async function compareKernels(type: TensorTypeName, sample: Sample, judge: GgmlPeer): Promise<number> {
  const { weights, rowLength, importance, label } = sample;
  const expected = judge(type, weights, rowLength, importance);
  for (const kernel of kernels) {
    const packed = await kernel.quantizeRows(type, weights, rowLength, importance);
    const difference = firstDifference(type, packed, expected);
    expect(difference, `${kernel.name}, ${type}, ${label}`).toBeUndefined();
  }
  return weights.length / resolveTensorType(type).blockSize;
}

function firstDifference(type: TensorTypeName, got: Uint8Array, want: Uint8Array): object | undefined {
  if (Buffer.compare(got, want) === 0) return undefined;
  const { blockBytes } = resolveTensorType(type);
  const at = got.findIndex((byte, index) => byte !== want[index]);
  const block = Math.floor(at / blockBytes);
  const hex = (bytes: Uint8Array): string =>
    Buffer.from(bytes.subarray(block * blockBytes, (block + 1) * blockBytes)).toString("hex");
  return { block, got: hex(got), want: hex(want) };
}

describe("every kernel", () => {
  it.each(types)("gives the reference's bytes for %s", async (type) => {
    const before = kernels.map((kernel) => countKernelRuns(kernel.name));
    let calls = 0;
    for (const sample of samples(types.indexOf(type), 768, 1)) {
      await compareKernels(type, sample, quantizeRows);
      calls++;
    }
    const runs = kernels.map((kernel, index) => countKernelRuns(kernel.name) - (before[index] ?? 0));
    expect(runs).toEqual(kernels.map(() => calls));
  });

  it.for(types)("gives ggml's own bytes for %s", async (type, { skip }) => {
    const peer = findGgmlPeer();
    if (peer.kind === "missing") return skip(peer.reason);
    for (const sample of samples(100, 1280, 3)) await compareKernels(type, sample, peer.pack);
  });

  it("gives the same from float16 and bfloat16 as from float32", async () => {
    for (const stored of ["f16", "bf16"] as const) {
      const bytes = quantizeRows(stored, makeHardRows("heavy", 7, 512, 3), 512);
      const weights = dequantizeRows(stored, bytes);
      for (const type of types) {
        const expected = quantizeRows(type, weights, 512);
        for (const kernel of kernels) {
          const packed = await kernel.quantizeStored?.(type, { type: stored, bytes }, 512);
          expect(
            packed && firstDifference(type, packed, expected),
            `${kernel.name}, ${stored} to ${type}`,
          ).toBe(undefined);
        }
      }
    }
  });

  it("takes casts of rows of any length", async () => {
    const weights = makeHardRows("normal", 3, 37, 5);
    for (const kernel of kernels) {
      for (const type of ["f16", "bf16", "f32"] as const) {
        expect(Buffer.from(await kernel.quantizeRows(type, weights, 37)), kernel.name).toEqual(
          Buffer.from(quantizeRows(type, weights, 37)),
        );
      }
    }
  });

  it("takes no rows at all", async () => {
    for (const kernel of kernels) {
      expect(await kernel.quantizeRows("q4_K", new Float32Array(0), 256)).toEqual(new Uint8Array(0));
    }
  });

  it("refuses what does not fit", async () => {
    for (const kernel of kernels) {
      const ask = (weights: number, importance?: number): ReturnType<Kernel["quantizeRows"]> =>
        kernel.quantizeRows(
          "q4_K",
          new Float32Array(weights),
          weights,
          importance === undefined ? undefined : new Float32Array(importance),
        );
      await expect(ask(300)).rejects.toMatchObject({ code: "MF_E_QUANTIZE_SHAPE" });
      await expect(ask(256, 128)).rejects.toMatchObject({ code: "MF_E_QUANTIZE_SHAPE" });
    }
  });
});

describe.runIf(isLong)("millions of blocks", () => {
  it("agree", async () => {
    const peer = findGgmlPeer();
    const [judge, goal] = peer.kind === "found" ? [peer.pack, 10_000_000] : [quantizeRows, 500_000];
    let blocks = 0;
    for (let round = 200; blocks < goal; round++) {
      for (const sample of samples(round, 2304, 16)) {
        for (const type of types) {
          const compared = await compareKernels(type, sample, judge);
          // A cast has no blocks: 32 weights count as one.
          blocks += Math.min(compared, sample.weights.length / 32);
        }
      }
    }
    console.log(`${blocks} blocks by ${kernels.map(({ name }) => name).join(", ")} against ${peer.kind}`);
  });
});

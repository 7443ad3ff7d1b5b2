/**
 * How fast do the kernels quantize, against ggml's own library and against memcpy, on one thread?
 *
 *   MF_GGML_LIBRARY=/path/to/libggml-base.so npx tsx bench/quantize.ts [TYPE …]
 *
 * The library is that of an installed node-llama-cpp when none is named. Kernel and peer take turns in one
 * process on the same weights; their bytes are compared before a time counts.
 */
import { resolveTensorType, type TensorTypeName } from "../src/weights/gguf/tensorTypes.js";
import { limitKernelThreads } from "../src/weights/quantize/kernels/kernelThreads.js";
import { type Addon, loadAddon } from "../src/weights/quantize/kernels/native/addon.js";
import { planRows } from "../src/weights/quantize/kernels/planRows.js";
import { quantizeRows } from "../src/weights/quantize/kernels/reference/quantizeRows.js";
import { wasmKernel } from "../src/weights/quantize/kernels/wasm/wasmKernel.js";
import { makeImportance, makeWeights } from "../test/weights/quantize/goldenData.js";
import { findGgmlPeer, type GgmlPeer } from "../test/weights/quantize/kernels/ggmlPeer.js";

const rowLength = 4096;
const runs = 9;

/** Types with a search are bound by arithmetic. */
const searched: readonly TensorTypeName[] = [
  ...(["q4_K", "q5_K", "q6_K", "q3_K", "q2_K", "iq4_nl", "iq4_xs"] as const),
];
const withImportanceToo: readonly TensorTypeName[] = [...searched, "q4_0", "q5_0", "q4_1", "q5_1"];
/** The others are bound by memory. */
const rounded: readonly TensorTypeName[] = ["q8_0", "q4_0", "q5_0", "q4_1", "q5_1", "mxfp4", "f16", "bf16"];

interface Contender {
  readonly name: string;
  /** Packs the weights, into `out` where it can; wasm with all that it costs to hand them to another thread. */
  readonly pack: (
    type: TensorTypeName,
    weights: Float32Array,
    importance: Float32Array | undefined,
    out: Uint8Array,
  ) => Promise<Uint8Array> | Uint8Array;
}

function nativeContenders(addon: Addon): Contender[] {
  return addon.targets().map((name) => ({
    name,
    pack: (type, weights, importance, out) => {
      addon.packSync(name, resolveTensorType(type).id, 0, weights, rowLength, importance, out, 1);
      return out;
    },
  }));
}

const wasmContender: Contender = {
  name: "wasm",
  pack: (type, weights, importance) => wasmKernel.quantizeRows(type, weights, rowLength, importance),
};

async function time(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (index: number): number => sorted[index] ?? Number.NaN;
  return { min: at(0), median: at(sorted.length >> 1), max: at(sorted.length - 1) };
}

function printSpread({ min, median, max }: Spread, unit: string): string {
  return [min, median, max]
    .map((value) => `${value.toFixed(unit === "%" ? 0 : 1)}${unit}`.padStart(7))
    .join(" ");
}

function printRow(type: string, contender: string, what: string, result: string): void {
  console.log(`${type.padEnd(7)} ${contender.padEnd(15)} ${what.padEnd(22)} ${result}`);
}

/** The peer's time for a weight over the contender's. The peer packs fewer rows, so that both take milliseconds. */
async function compareWithGgml(
  type: TensorTypeName,
  contender: Contender,
  ggml: GgmlPeer,
  importance: Float32Array | undefined,
): Promise<void> {
  const rows = 256;
  const weights = makeWeights("normal", 1, rowLength, rows);
  const few = weights.subarray(0, rowLength * (searched.includes(type) ? 16 : rows));
  const out = new Uint8Array(planRows(type, weights.length, rowLength, importance).packedBytes);
  const peerOut = new Uint8Array(planRows(type, few.length, rowLength, importance).packedBytes);
  const expected = ggml(type, few, rowLength, importance, peerOut);
  const packed = await contender.pack(type, weights, importance, out);
  if (Buffer.compare(expected, packed.subarray(0, expected.length)) !== 0) {
    throw new Error(`${contender.name} and ggml disagree on ${type}`);
  }
  const ratios: number[] = [];
  for (let run = 0; run < runs; run++) {
    const peer = await time(() => ggml(type, few, rowLength, importance, peerOut));
    const own = await time(() => contender.pack(type, weights, importance, out));
    ratios.push((peer * (weights.length / few.length)) / own);
  }
  const what = importance ? "with importance" : "plain";
  printRow(type, contender.name, `${what}, ×ggml`, printSpread(spreadOf(ratios), "×"));
}

/** The time of copying the source over the time of packing it, with more weights than caches hold. */
async function compareWithCopy(
  type: TensorTypeName,
  addon: Addon,
  target: string,
  sourceType: "f32" | "f16",
): Promise<void> {
  const { id, blockBytes } = resolveTensorType(sourceType);
  const rows = 4096;
  const some = quantizeRows(sourceType, makeWeights("normal", 2, rowLength, 16), rowLength);
  const source = new Uint8Array(rows * rowLength * blockBytes);
  for (let at = 0; at < source.length; at += some.length) source.set(some, at);
  const { type: known, packedBytes } = planRows(type, rows * rowLength, rowLength, undefined);
  const out = new Uint8Array(packedBytes);
  const copy = new Uint8Array(source.length);
  const shares: number[] = [];
  for (let run = 0; run < runs; run++) {
    const copied = await time(() => copy.set(source));
    const packed = await time(() =>
      addon.packSync(target, known.id, id, source, rowLength, undefined, out, 1),
    );
    // The first run pays for memory that nobody touched before.
    if (run > 0) shares.push((100 * copied) / packed);
  }
  printRow(type, target, `from ${sourceType}, % of memcpy`, printSpread(spreadOf(shares), "%"));
}

async function main(asked: readonly string[]): Promise<void> {
  const loaded = loadAddon();
  if (loaded.kind === "missing") throw new Error(`the bench needs the native addon: ${loaded.reason}`);
  const { addon } = loaded;
  const isAsked = (type: TensorTypeName): boolean => asked.length === 0 || asked.includes(type);
  const importance = makeImportance("lognorm", 1, rowLength);
  limitKernelThreads(1);
  printRow("type", "kernel", "", "    min  median     max");

  const peer = findGgmlPeer();
  if (peer.kind === "missing") console.log(`not compared with ggml: ${peer.reason}`);
  else {
    for (const contender of [...nativeContenders(addon), wasmContender]) {
      for (const type of [...new Set([...searched, ...rounded])].filter(isAsked)) {
        await compareWithGgml(type, contender, peer.pack, undefined);
        if (withImportanceToo.includes(type)) await compareWithGgml(type, contender, peer.pack, importance);
      }
    }
  }
  for (const target of addon.targets().filter((name) => name !== "native-generic")) {
    for (const type of rounded.filter(isAsked)) {
      for (const sourceType of ["f32", "f16"] as const) {
        if (type !== sourceType) await compareWithCopy(type, addon, target, sourceType);
      }
    }
  }
}

await main(process.argv.slice(2));

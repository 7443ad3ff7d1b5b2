import type { OnProgress } from "../../base/progress.js";
import { type BlobSink, openBlobSink, type StoredBlob, writeBlob } from "../../store/blobs.js";
import { importBlob } from "../../store/importBlob.js";
import type { StoreWriter } from "../../store/writer.js";
import type { OpenGgufModel } from "../../weights/gguf/openGgufModel.js";
import type { CopyPlan } from "../../weights/gguf/rewrite/planCopy.js";
import { writeGgufChunks } from "../../weights/gguf/writeGguf.js";
import { runQuantize } from "../../weights/quantize/run/runQuantize.js";
import { ggufWeights } from "../../weights/quantize/weightSource.js";
import type { BuildInputs } from "../inputs/openBuildInputs.js";
import type { OpenWeights } from "../inputs/openWeights.js";
import type { BuildPlan, PlannedSource, WeightsChange, WeightsWork } from "../plan/buildPlan.js";
import type { BuildRunOptions } from "./runBuild.js";

type RunOptions = BuildRunOptions & { readonly onProgress: OnProgress };

/** Makes every blob of weights, one per work of the plan. What is quantized several ways is read once. */
export async function runWeights(
  plan: BuildPlan,
  inputs: BuildInputs,
  writer: StoreWriter,
  options: RunOptions,
): Promise<StoredBlob[]> {
  const blobs: StoredBlob[] = [];
  for (const [index, source] of plan.sources.entries()) {
    const weights = findWeights(inputs, source);
    const works = [...plan.works.entries()].filter(([, work]) => work.source === index);
    const quantized = works.filter(([, { change }]) => change.kind === "quantize");
    const made = await quantizeAll(
      weights,
      quantized.map(([, work]) => work),
      writer,
      options,
    );
    for (const [at, [work]] of quantized.entries()) blobs[work] = required(made[at]);
    for (const [work, { change }] of works) {
      if (change.kind === "quantize") continue;
      options.signal?.throwIfAborted();
      blobs[work] = await store(weights, change, writer, options);
    }
  }
  return blobs;
}

function findWeights({ weights, adapters, drafts, base }: BuildInputs, source: PlannedSource): OpenWeights {
  const inherited = (base?.layers ?? []).flatMap((layer) => layer.weights ?? []);
  const all = [...weights, ...adapters, ...drafts, ...inherited];
  return required(all.find(({ origin }) => origin === source.origin));
}

function required<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("the plan was made from other inputs");
  return value;
}

async function quantizeAll(
  { opened, label }: OpenWeights,
  works: readonly WeightsWork[],
  writer: StoreWriter,
  { onProgress, signal, kernelFor }: RunOptions,
): Promise<StoredBlob[]> {
  const plans = works.flatMap(({ change }) => (change.kind === "quantize" ? [change.plan] : []));
  if (plans.length === 0) return [];
  const sinks: BlobSink[] = [];
  try {
    for (const _ of plans) sinks.push(await openBlobSink(writer));
    const outputs = plans.map((plan, index) => ({
      plan,
      write: (_: number, bytes: Uint8Array) => required(sinks[index]).write(bytes),
    }));
    await runQuantize(ggufWeights(opened, label), outputs, {
      onProgress,
      ...(signal && { signal }),
      ...(kernelFor && { kernelFor }),
    });
    const blobs: StoredBlob[] = [];
    for (const [index, sink] of sinks.entries()) {
      blobs.push(await sink.commit({ sizeBytes: plans[index]?.sizeBytes }));
    }
    return blobs;
  } finally {
    for (const sink of sinks) await sink.discard();
  }
}

async function store(
  { opened, origin, label }: OpenWeights,
  change: Exclude<WeightsChange, { kind: "quantize" }>,
  writer: StoreWriter,
  { onProgress, signal, allowHardLink }: RunOptions,
): Promise<StoredBlob> {
  const totalBytes = change.kind === "copy" ? change.plan.layout.sizeBytes : opened.model.sizeBytes;
  onProgress({ kind: "start", task: "store", label, totalBytes });
  const blob =
    change.kind === "copy"
      ? await writeBlob(writer, copyChunks(change.plan, opened, onProgress, signal), {
          sizeBytes: totalBytes,
        })
      : await importBlob(writer, origin.kind === "blob" ? origin.path : (origin.files[0]?.path ?? label), {
          expected: { sizeBytes: totalBytes },
          ...(allowHardLink === undefined ? {} : { allowHardLink }),
        });
  onProgress({ kind: "end", task: "store" });
  return blob;
}

async function* copyChunks(
  plan: CopyPlan,
  opened: OpenGgufModel,
  onProgress: OnProgress,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  let doneBytes = 0;
  const chunks = writeGgufChunks(plan.layout, (_, index) => opened.readTensor(required(plan.tensors[index])));
  for await (const chunk of chunks) {
    signal?.throwIfAborted();
    yield chunk;
    doneBytes += chunk.length;
    onProgress({ kind: "advance", task: "store", doneBytes });
  }
}

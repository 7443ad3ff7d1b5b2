import { MfError } from "../../../base/errors.js";
import { ignoreProgress, type OnProgress } from "../../../base/progress.js";
import { printable } from "../../../base/redact.js";
import { countElements } from "../../gguf/ggufHeader.js";
import type { TensorType, TensorTypeName } from "../../gguf/tensorTypes.js";
import type { Kernel } from "../kernels/kernel.js";
import { dequantizeRows } from "../kernels/reference/quantizeRows.js";
import { selectKernel } from "../kernels/select.js";
import type { QuantizePlan, QuantizeStep } from "../plan/planQuantize.js";
import type { SourceTensor, WeightSource } from "../weightSource.js";
import { checkSourceBlocks, checkTargetBlocks } from "./checkBlocks.js";
import { cutPieces } from "./cutPieces.js";
import { type RowGroup, rowGroups } from "./rowGroups.js";

/** A plan and where its bytes go. */
export interface QuantizeOutput {
  readonly plan: QuantizePlan;
  /** Appends to file number `file` of the plan. */
  readonly write: (file: number, bytes: Uint8Array) => Promise<void>;
}

export interface QuantizeRunOptions {
  readonly onProgress?: OnProgress;
  readonly signal?: AbortSignal;
  /** Gives the kernel for a target type. */
  readonly kernelFor?: (type: TensorTypeName) => Kernel;
}

/**
 * Writes every output in one pass over the source: a group of rows is read once, made float once and
 * quantized for each output. Memory holds one group of rows, whatever the size of the model.
 */
export async function runQuantize(
  source: WeightSource,
  outputs: readonly QuantizeOutput[],
  options: QuantizeRunOptions = {},
): Promise<void> {
  const { onProgress = ignoreProgress, signal } = options;
  const kernels = resolveKernels(outputs, options.kernelFor ?? ((type) => selectKernel(type)));
  const works = joinPlans(outputs);
  const totalBytes = works.reduce(
    (sum, { tensor }) => sum + bytesOf(tensor.type, countElements(tensor.dims)),
    0,
  );
  onProgress({ kind: "start", task: "quantize", label: source.label, totalBytes });
  for (const output of outputs) await writeHeaders(output);
  let doneBytes = 0;
  for (const work of works) {
    for await (const group of readGroups(source, work, signal)) {
      for (const target of work.targets) await target.write(await packGroup(target.step, group, kernels));
      doneBytes += group.bytes.length;
      onProgress({ kind: "advance", task: "quantize", doneBytes, item: work.tensor.name });
    }
    for (const { paddingBytes, write } of work.targets) {
      if (paddingBytes > 0) await write(new Uint8Array(paddingBytes));
    }
  }
  onProgress({ kind: "end", task: "quantize" });
}

function resolveKernels(
  outputs: readonly QuantizeOutput[],
  kernelFor: (type: TensorTypeName) => Kernel,
): ReadonlyMap<TensorTypeName, Kernel> {
  const steps = outputs.flatMap(({ plan }) => plan.files.flatMap((file) => file.steps));
  const types = new Set(steps.filter(isConverted).map(({ to }) => to.name));
  return new Map([...types].map((type) => [type, kernelFor(type)]));
}

function isConverted(step: QuantizeStep): boolean {
  return step.to !== step.source.type;
}

/** One source tensor and everything that is made of it. */
interface TensorWork {
  readonly tensor: SourceTensor;
  readonly targets: readonly Target[];
}

interface Target {
  readonly step: QuantizeStep;
  readonly paddingBytes: number;
  readonly write: (bytes: Uint8Array) => Promise<void>;
}

/** Lines the plans up tensor by tensor; they must agree on which tensors come in which order. */
function joinPlans(outputs: readonly QuantizeOutput[]): TensorWork[] {
  const lists = outputs.map(targetsOf);
  const [first = []] = lists;
  return first.map(({ step }, index) => ({
    tensor: step.source,
    targets: lists.map((list) => {
      const target = list[index];
      if (target?.step.source === step.source && list.length === first.length) return target;
      throw new MfError(
        "MF_E_QUANTIZE_OUTPUTS",
        "the outputs of one pass must hold the same tensors in the same order",
        { hint: "Outputs that drop other layers, or are split differently, need a run of their own." },
      );
    }),
  }));
}

function targetsOf({ plan, write }: QuantizeOutput): Target[] {
  return plan.files.flatMap(({ layout, steps }, file) =>
    steps.map((step, index) => {
      const placed = layout.tensors[index];
      const end = layout.tensors[index + 1]?.fileOffset ?? layout.sizeBytes;
      const paddingBytes = placed === undefined ? 0 : end - placed.fileOffset - placed.sizeBytes;
      return { step, paddingBytes, write: (bytes) => write(file, bytes) };
    }),
  );
}

async function writeHeaders({ plan, write }: QuantizeOutput): Promise<void> {
  for (const [file, { layout }] of plan.files.entries()) await write(file, layout.header);
}

interface LoadedGroup extends RowGroup {
  readonly bytes: Uint8Array;
  /** The group as float32, made on first use. */
  readonly floats: () => Float32Array;
}

async function* readGroups(
  source: WeightSource,
  { tensor, targets }: TensorWork,
  signal: AbortSignal | undefined,
): AsyncGenerator<LoadedGroup> {
  const groups = [
    ...rowGroups(
      tensor,
      targets.some(({ step }) => isConverted(step)),
    ),
  ];
  const sizes = groups.map((group) => bytesOf(tensor.type, group.weights));
  let index = 0;
  for await (const bytes of cutPieces(source.readTensor(tensor), sizes)) {
    signal?.throwIfAborted();
    const group = groups[index++];
    if (group === undefined) break;
    checkSourceBlocks(source.label, tensor, group, bytes);
    let floats: Float32Array | undefined;
    yield {
      ...group,
      bytes,
      floats: () => {
        floats ??= dequantizeRows(tensor.type.name, bytes);
        return floats;
      },
    };
  }
  if (index < groups.length) {
    const message = `${source.label}: the weights of "${printable(tensor.name)}" end too early`;
    throw new MfError("MF_E_QUANTIZE_SOURCE", message, { details: { tensor: tensor.name } });
  }
}

async function packGroup(
  step: QuantizeStep,
  group: LoadedGroup,
  kernels: ReadonlyMap<TensorTypeName, Kernel>,
): Promise<Uint8Array> {
  const kernel = kernels.get(step.to.name);
  if (!isConverted(step) || kernel === undefined) return group.bytes;
  const rowLength = step.source.dims[0] ?? 1;
  const importance = importanceOf(step, group.matrix, rowLength);
  const packed = await kernel.quantizeRows(step.to.name, group.floats(), rowLength, importance);
  checkTargetBlocks(step, group, packed);
  return packed;
}

/** The row of importance values that belongs to one matrix of the tensor. */
function importanceOf(step: QuantizeStep, matrix: number, rowLength: number): Float32Array | undefined {
  const experts = step.source.dims[2] ?? 1;
  const at = (matrix % experts) * rowLength;
  return step.importance?.subarray(at, at + rowLength);
}

function bytesOf(type: TensorType, weights: number): number {
  return (weights / type.blockSize) * type.blockBytes;
}

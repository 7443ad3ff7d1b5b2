import { resolveTensorType, type TensorTypeName } from "../../../gguf/tensorTypes.js";
import type { Kernel, StoredWeights } from "../kernel.js";
import { noteKernelRun } from "../kernelRuns.js";
import { kernelThreads } from "../kernelThreads.js";
import { planRows, type RowPlan } from "../planRows.js";
import { instantiateKernel, type KernelExports } from "./kernelModule.js";
import { type Piece, packPieces } from "./workerPool.js";

/** The C++ of the native kernels as WebAssembly, on worker threads: there wherever Node is. */
export const wasmKernel: Kernel = {
  name: "wasm",
  supports: (type) => types().blockBytes(resolveTensorType(type).id) > 0,
  quantizeRows: (type, source, rowLength, importance) =>
    pack(type, { type: "f32", bytes: bytesOf(source) }, rowLength, importance),
  quantizeStored: pack,
};

let instance: KernelExports | undefined;

/** An instance on this thread, which only says what the module can. */
function types(): KernelExports {
  instance ??= instantiateKernel();
  return instance;
}

async function pack(
  typeName: TensorTypeName,
  source: StoredWeights,
  rowLength: number,
  importance?: Float32Array,
): Promise<Uint8Array> {
  const sourceType = resolveTensorType(source.type);
  const plan = planRows(typeName, source.bytes.length / sourceType.blockBytes, rowLength, importance);
  const whole: Piece = {
    type: plan.type.id,
    sourceType: sourceType.id,
    rows: plan.rows,
    rowLength,
    source: source.bytes,
    importance: importance === undefined ? new Uint8Array(0) : bytesOf(importance),
    out: new Uint8Array(plan.packedBytes),
  };
  const threads = kernelThreads();
  noteKernelRun(await packPieces(cutPieces(plan, whole, threads), threads));
  return whole.out;
}

/** A worker takes about this many weights at a time, unless that leaves others idle. */
const pieceWeights = 256 * 1024;

function cutPieces(plan: RowPlan, whole: Piece, threads: number): Piece[] {
  const share = Math.ceil(plan.rows / threads);
  const pieceRows = Math.max(1, Math.min(share, Math.floor(pieceWeights / plan.rowLength)));
  const sourceRowBytes = whole.source.length / plan.rows;
  const outRowBytes = plan.packedBytes / plan.rows;
  const pieces: Piece[] = [];
  for (let row = 0; row < plan.rows; row += pieceRows) {
    const rows = Math.min(pieceRows, plan.rows - row);
    pieces.push({
      ...whole,
      rows,
      source: whole.source.subarray(row * sourceRowBytes, (row + rows) * sourceRowBytes),
      out: whole.out.subarray(row * outRowBytes, (row + rows) * outRowBytes),
    });
  }
  return pieces;
}

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

import { MfError } from "../../../base/errors.js";
import type { ByteSource } from "../../../base/files.js";
import { printable } from "../../../base/redact.js";
import { countElements, type GgufTensor } from "../../gguf/ggufHeader.js";
import { getString, getStrings, getUint } from "../../gguf/metadata.js";
import { type GgufFile, readGguf } from "../../gguf/readGguf.js";
import { dequantizeRows } from "../kernels/reference/quantizeRows.js";
import type { Imatrix } from "./imatrix.js";

const sumsSuffix = ".in_sum2";
const countsSuffix = ".counts";

/**
 * The format of today's llama-imatrix: per tensor the sums of squared activations, a row per matrix,
 * and how many were summed for each matrix.
 */
export async function readGgufImatrix(source: ByteSource): Promise<Imatrix> {
  const file = await readGguf(source);
  const datasets = getStrings(file, "imatrix.datasets");
  const chunks = getUint(file, "imatrix.chunk_count");
  const hasType = getString(file, "general.type") === "imatrix";
  // llama-quantize (common/imatrix-loader.cpp v0.5.0) insists on these keys, and no other file has them.
  if (
    !hasType ||
    datasets === undefined ||
    chunks === undefined ||
    getUint(file, "imatrix.chunk_size") === undefined
  ) {
    fail(source, "is a GGUF file, but not an importance matrix as llama-imatrix writes it");
  }
  const tensors = new Map(file.tensors.map((tensor) => [tensor.name, tensor]));
  const entries = new Map<string, Float32Array>();
  for (const sums of file.tensors) {
    if (!sums.name.endsWith(sumsSuffix)) continue;
    const name = sums.name.slice(0, -sumsSuffix.length);
    const counts = tensors.get(name + countsSuffix);
    if (counts === undefined) fail(source, `has sums for "${printable(name)}" but no counts`);
    entries.set(name, await readEntry(source, file, name, sums, counts));
  }
  if (entries.size === 0) fail(source, "has no entries");
  return { path: source.label, datasets, chunks, entries };
}

async function readEntry(
  source: ByteSource,
  file: GgufFile,
  name: string,
  sums: GgufTensor,
  counts: GgufTensor,
): Promise<Float32Array> {
  const columns = sums.dims[0] ?? 1;
  const matrices = countElements(sums.dims) / columns;
  if (countElements(counts.dims) !== matrices) {
    fail(
      source,
      `has ${countElements(counts.dims)} counts for the ${matrices} matrices of "${printable(name)}"`,
    );
  }
  const values = await readFloats(source, file, sums);
  const countValues = await readFloats(source, file, counts);
  for (let matrix = 0; matrix < matrices; matrix++) {
    const count = Math.round(countValues[matrix] ?? 0);
    const row = values.subarray(matrix * columns, (matrix + 1) * columns);
    // An expert that no token reached counts everything alike.
    if (count > 0) for (const [i, sum] of row.entries()) row[i] = sum / count;
    else row.fill(1);
  }
  return values;
}

async function readFloats(source: ByteSource, file: GgufFile, tensor: GgufTensor): Promise<Float32Array> {
  if (tensor.type.name !== "f32" || file.byteOrder !== "little") {
    fail(
      source,
      `keeps "${printable(tensor.name)}" as ${file.byteOrder}-endian ${tensor.type.name}, not as f32`,
    );
  }
  const bytes = new Uint8Array(tensor.sizeBytes);
  const got = await source.read(tensor.fileOffset, bytes);
  if (got < bytes.length) fail(source, `ends inside "${printable(tensor.name)}"`);
  return dequantizeRows("f32", bytes);
}

function fail(source: ByteSource, what: string): never {
  throw new MfError("MF_E_IMATRIX_INVALID", `${source.label} ${what}`, { details: { path: source.label } });
}

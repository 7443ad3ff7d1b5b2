import { MfError } from "../../base/errors.js";
import { writeFileAtomic } from "../../base/files.js";
import { printable } from "../../base/redact.js";
import type { GgufTensor } from "./ggufHeader.js";
import type { GgufLayout } from "./layoutGguf.js";

/** The bytes of one tensor, in order, in pieces of any size. */
export type TensorData = (
  tensor: GgufTensor,
  index: number,
) => AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/**
 * A whole file in pieces: header, then every tensor and its padding. Nothing is kept, so a file of any
 * size goes through; the pieces feed a file, a hash or an upload alike.
 */
export async function* writeGgufChunks(layout: GgufLayout, data: TensorData): AsyncGenerator<Uint8Array> {
  yield layout.header;
  for (const [index, tensor] of layout.tensors.entries()) {
    yield* checkedTensor(tensor, data(tensor, index));
    const next = layout.tensors[index + 1]?.fileOffset ?? layout.sizeBytes;
    const padding = next - tensor.fileOffset - tensor.sizeBytes;
    if (padding > 0) yield new Uint8Array(padding);
  }
}

async function* checkedTensor(
  tensor: GgufTensor,
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let written = 0;
  for await (const chunk of chunks) {
    written += chunk.length;
    if (written > tensor.sizeBytes) break;
    yield chunk;
  }
  if (written === tensor.sizeBytes) return;
  const relation = written > tensor.sizeBytes ? "more than" : `${written} of`;
  throw new MfError(
    "MF_E_GGUF_DATA",
    `tensor "${printable(tensor.name)}" got ${relation} its ${tensor.sizeBytes} bytes`,
  );
}

/** Writes a GGUF file, whole or not at all. */
export async function writeGguf(path: string, layout: GgufLayout, data: TensorData): Promise<void> {
  await writeFileAtomic(path, async (handle) => {
    for await (const chunk of writeGgufChunks(layout, data)) await writeFully(handle, chunk);
  });
}

interface Writable {
  write(bytes: Uint8Array, offset: number, length: number): Promise<{ readonly bytesWritten: number }>;
}

async function writeFully(handle: Writable, bytes: Uint8Array): Promise<void> {
  let done = 0;
  while (done < bytes.length) done += (await handle.write(bytes, done, bytes.length - done)).bytesWritten;
}

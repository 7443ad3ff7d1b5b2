import { MfError } from "../../base/errors.js";
import type { ByteSource } from "../../base/files.js";
import { printable } from "../../base/redact.js";
import type { GgufTensor } from "./ggufHeader.js";

/** Large enough that a disk streams, small enough that many can be in flight. */
const mostChunkBytes = 4 * 1024 * 1024;

/** A tensor's bytes in order, in pieces of whole blocks that the receiver may keep. */
export async function* readTensorChunks(
  source: ByteSource,
  tensor: Pick<GgufTensor, "name" | "type" | "fileOffset" | "sizeBytes">,
): AsyncGenerator<Uint8Array> {
  const chunkBytes = mostChunkBytes - (mostChunkBytes % tensor.type.blockBytes);
  for (let done = 0; done < tensor.sizeBytes; done += chunkBytes) {
    const chunk = new Uint8Array(Math.min(chunkBytes, tensor.sizeBytes - done));
    await readExactly(source, tensor.fileOffset + done, chunk, tensor.name);
    yield chunk;
  }
}

async function readExactly(
  source: ByteSource,
  offset: number,
  target: Uint8Array,
  name: string,
): Promise<void> {
  const got = await source.read(offset, target);
  if (got === target.length) return;
  throw new MfError(
    "MF_E_GGUF_TRUNCATED",
    `${source.label}: the file ends inside tensor "${printable(name)}" (byte ${offset + got})`,
    { details: { path: source.label, tensor: name, offset: offset + got } },
  );
}

import { mapConcurrently } from "../base/concurrency.js";
import { type ModelName, printModelName } from "../base/modelName.js";
import { ignoreProgress, type OnProgress } from "../base/progress.js";
import { type BlobSink, openBlobSink, touchBlob, tryStatBlob } from "../store/blobs.js";
import { blobsOf, type Layer, maxManifestBytes, parseManifest } from "../store/manifest.js";
import { writeModel } from "../store/manifests.js";
import { manifestMediaType } from "../store/mediaTypes.js";
import type { StoreWriter } from "../store/writer.js";
import { readBytes } from "./client.js";
import type { Repository } from "./openRegistry.js";
import { isTemporary, registryError } from "./registryError.js";
import { openTransferTally, type TransferTally } from "./transferTally.js";

export interface PullOptions {
  readonly onProgress?: OnProgress;
  readonly concurrency?: number;
}

export interface PulledModel {
  readonly id: string;
  readonly receivedBytes: number;
  readonly receivedBlobs: number;
}

/** Tries without a single new byte before a blob is given up. */
const maxIdleTries = 5;

/** Fetches what the store does not have; the manifest is written when every blob is there and checked. */
export async function pullModel(
  writer: StoreWriter,
  source: ModelName,
  target: ModelName,
  repository: Repository,
  { onProgress = ignoreProgress, concurrency = 4 }: PullOptions = {},
): Promise<PulledModel> {
  const bytes = await fetchManifest(source, repository);
  const manifest = parseManifest(bytes, printModelName(source));
  const unique = [...new Map(blobsOf(manifest).map((layer) => [layer.digest, layer])).values()];
  const totalBytes = unique.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const tally = openTransferTally(onProgress, "pull", printModelName(source), totalBytes);
  const received = await mapConcurrently(unique, concurrency, (layer) =>
    pullBlob(writer, layer, repository, tally),
  );
  tally.end("pulled");
  const { id } = await writeModel(writer, target, bytes);
  const receivedBlobs = received.filter((size) => size > 0);
  return {
    id,
    receivedBytes: receivedBlobs.reduce((sum, size) => sum + size, 0),
    receivedBlobs: receivedBlobs.length,
  };
}

async function fetchManifest(name: ModelName, repository: Repository): Promise<Uint8Array> {
  const what = `pull the manifest of ${printModelName(name)}`;
  const answer = await repository.client.send({
    method: "GET",
    url: `${repository.base}/manifests/${name.tag}`,
    headers: { accept: `${manifestMediaType}, application/vnd.oci.image.manifest.v1+json` },
    what,
    accept: [200],
    scope: repository.scope("pull"),
  });
  const bytes = await readBytes(answer, maxManifestBytes + 1);
  if (bytes.length <= maxManifestBytes) return bytes;
  throw registryError("MF_E_REGISTRY_PROTOCOL", `${what}: it is larger than ${maxManifestBytes} bytes`);
}

async function pullBlob(
  writer: StoreWriter,
  layer: Layer,
  repository: Repository,
  tally: TransferTally,
): Promise<number> {
  const { digest, sizeBytes } = layer;
  if ((await tryStatBlob(writer.store, digest))?.sizeBytes === sizeBytes) {
    await touchBlob(writer.store, digest);
    tally.set(digest, sizeBytes);
    return 0;
  }
  const sink = await openBlobSink(writer);
  try {
    await receive(sink, layer, repository, (offset) => tally.set(digest, offset));
    await sink.commit({ digest, sizeBytes });
    return sizeBytes;
  } finally {
    await sink.discard();
  }
}

/** Goes on where a broken connection stopped, as long as each try brings something. */
async function receive(
  sink: BlobSink,
  layer: Layer,
  repository: Repository,
  onOffset: (offset: number) => void,
): Promise<void> {
  let offset = 0;
  for (let idleTries = 0; offset < layer.sizeBytes; ) {
    const before = offset;
    try {
      for await (const chunk of readFrom(layer, offset, repository)) {
        await sink.write(chunk);
        offset += chunk.length;
        onOffset(offset);
      }
      if (offset < layer.sizeBytes) throw brokenOff(layer, offset);
    } catch (error) {
      idleTries = offset > before ? 0 : idleTries + 1;
      if (!isTemporary(error) || idleTries >= maxIdleTries) throw error;
    }
  }
}

async function* readFrom(layer: Layer, offset: number, repository: Repository): AsyncGenerator<Uint8Array> {
  const { digest, sizeBytes } = layer;
  const answer = await repository.client.send({
    method: "GET",
    url: `${repository.base}/blobs/${digest}`,
    headers: offset > 0 ? { range: `bytes=${offset}-${sizeBytes - 1}` } : {},
    what: `pull blob ${digest}`,
    accept: offset > 0 ? [200, 206] : [200],
    scope: repository.scope("pull"),
  });
  // A registry that ignores the range sends everything again: what is there already is passed over.
  let skip = answer.status === 200 ? offset : 0;
  let left = sizeBytes - offset;
  try {
    for await (const chunk of answer.body) {
      const fresh = chunk.subarray(Math.min(skip, chunk.length));
      skip -= chunk.length - fresh.length;
      if (fresh.length > left) {
        throw registryError(
          "MF_E_REGISTRY_PROTOCOL",
          `pull blob ${digest}: more than the ${sizeBytes} bytes of its manifest`,
        );
      }
      left -= fresh.length;
      if (fresh.length > 0) yield fresh;
    }
  } catch (error) {
    if (error instanceof Error && !("details" in error)) throw brokenOff(layer, sizeBytes - left, error);
    throw error;
  }
}

function brokenOff({ digest, sizeBytes }: Layer, offset: number, cause?: unknown): Error {
  return registryError(
    "MF_E_REGISTRY_UNREACHABLE",
    `pull blob ${digest}: the connection ended at byte ${offset} of ${sizeBytes}`,
    {
      temporary: true,
      cause,
    },
  );
}

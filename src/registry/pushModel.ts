import { mapConcurrently } from "../base/concurrency.js";
import type { Digest } from "../base/digest.js";
import type { ByteSource } from "../base/files.js";
import { type ModelName, printModelName } from "../base/modelName.js";
import { ignoreProgress, type OnProgress } from "../base/progress.js";
import { openBlob } from "../store/blobs.js";
import type { Store } from "../store/layout.js";
import { blobsOf, type Layer, printManifest } from "../store/manifest.js";
import { readModel } from "../store/manifests.js";
import { manifestMediaType } from "../store/mediaTypes.js";
import type { RegistryAnswer } from "./client.js";
import type { Repository } from "./openRegistry.js";
import { registryError } from "./registryError.js";
import { openTransferTally, type TransferTally } from "./transferTally.js";

export interface PushOptions {
  readonly onProgress?: OnProgress;
  /** Blobs under way at once. */
  readonly concurrency?: number;
}

export interface PushedModel {
  readonly digest: string | undefined;
  readonly sentBytes: number;
  readonly sentBlobs: number;
}

/** Small enough that little is sent twice after a fault, large enough that round trips do not count. */
const chunkBytes = 32 * 1024 * 1024;
const readBytes = 1024 * 1024;

/** Sends what the registry does not have, the manifest last. */
export async function pushModel(
  store: Store,
  source: ModelName,
  target: ModelName,
  repository: Repository,
  { onProgress = ignoreProgress, concurrency = 4 }: PushOptions = {},
): Promise<PushedModel> {
  const { manifest } = await readModel(store, source);
  const unique = [...new Map(blobsOf(manifest).map((layer) => [layer.digest, layer])).values()];
  const totalBytes = unique.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const tally = openTransferTally(onProgress, "push", printModelName(target), totalBytes);
  const sent = await mapConcurrently(unique, concurrency, (layer) =>
    pushBlob(store, layer, repository, tally),
  );
  // On disk the manifest ends with a newline, on the wire it does not (recorded).
  const body = Buffer.from(printManifest(manifest).trimEnd());
  const answer = await repository.client.send({
    method: "PUT",
    url: `${repository.base}/manifests/${target.tag}`,
    headers: { "content-type": manifestMediaType, "content-length": String(body.length) },
    body: () => body,
    what: `push the manifest of ${printModelName(target)}`,
    accept: [200, 201, 202],
    scope: repository.scope("pull,push"),
  });
  await answer.body.dump();
  tally.end("pushed");
  const sentBlobs = sent.filter((bytes) => bytes > 0);
  return {
    digest: answer.header("docker-content-digest"),
    sentBytes: sentBlobs.reduce((sum, bytes) => sum + bytes, 0),
    sentBlobs: sentBlobs.length,
  };
}

async function pushBlob(
  store: Store,
  layer: Layer,
  repository: Repository,
  tally: TransferTally,
): Promise<number> {
  const { digest, sizeBytes } = layer;
  const source = await openBlob(store, digest, sizeBytes);
  try {
    const isThere = await hasBlob(repository, digest);
    if (!isThere) await upload(source, digest, repository, (offset) => tally.set(digest, offset));
    tally.set(digest, sizeBytes);
    return isThere ? 0 : sizeBytes;
  } finally {
    await source.close();
  }
}

async function hasBlob(repository: Repository, digest: Digest): Promise<boolean> {
  const answer = await repository.client.send({
    method: "HEAD",
    url: `${repository.base}/blobs/${digest}`,
    what: `look for blob ${digest}`,
    accept: [200, 404],
    scope: repository.scope("pull,push"),
  });
  await answer.body.dump();
  return answer.status === 200;
}

/** Chunks one after another into one session; the registry has the last word on where it stands. */
async function upload(
  source: ByteSource,
  digest: Digest,
  repository: Repository,
  onOffset: (offset: number) => void,
): Promise<void> {
  const { client } = repository;
  const scope = repository.scope("pull,push");
  const what = `push blob ${digest}`;
  const start = await client.send({
    method: "POST",
    url: `${repository.base}/blobs/uploads/`,
    headers: { "content-length": "0" },
    what,
    accept: [202],
    scope,
  });
  await start.body.dump();
  let location = locationOf(repository, start, what);
  let offset = 0;
  while (offset < source.sizeBytes) {
    const from = offset;
    const end = Math.min(from + chunkBytes, source.sizeBytes);
    const answer = await client.send({
      method: "PATCH",
      url: location,
      headers: {
        "content-type": "application/octet-stream",
        "content-length": String(end - from),
        "content-range": `${from}-${end - 1}`,
      },
      body: () => readRange(source, from, end),
      what,
      // 416: the registry has other bytes than we think, after a chunk whose answer was lost.
      accept: [202, 204, 416],
      scope,
    });
    await answer.body.dump();
    location = locationOf(repository, answer, what, location);
    offset = answer.status === 416 ? await askOffset(repository, location, what) : end;
    if (answer.status === 416 && offset === from) {
      throw registryError("MF_E_REGISTRY_PROTOCOL", `${what}: the registry refuses the bytes it asks for`);
    }
    onOffset(offset);
  }
  const url = new URL(location);
  url.searchParams.set("digest", digest);
  const done = await client.send({
    method: "PUT",
    url: url.href,
    headers: { "content-length": "0", "content-type": "application/octet-stream" },
    what,
    accept: [201, 204],
    scope,
  });
  await done.body.dump();
}

function locationOf(repository: Repository, answer: RegistryAnswer, what: string, before?: string): string {
  const location = answer.header("docker-upload-location") ?? answer.header("location");
  if (location !== undefined) return repository.client.resolve(location, answer.url);
  if (before !== undefined) return before;
  throw registryError("MF_E_REGISTRY_PROTOCOL", `${what}: the registry opened an upload without a Location`);
}

/** `Range: 0-1023` says that 1024 bytes have arrived (OCI distribution 1.1, resuming uploads). */
async function askOffset(repository: Repository, location: string, what: string): Promise<number> {
  const answer = await repository.client.send({
    method: "GET",
    url: location,
    what,
    accept: [204],
    scope: repository.scope("pull,push"),
  });
  await answer.body.dump();
  const match = /^(?:bytes=)?0-(\d+)$/.exec(answer.header("range") ?? "");
  return match ? Number(match[1]) + 1 : 0;
}

async function* readRange(source: ByteSource, from: number, end: number): AsyncGenerator<Uint8Array> {
  for (let at = from; at < end; ) {
    const buffer = new Uint8Array(Math.min(readBytes, end - at));
    const read = await source.read(at, buffer);
    if (read === 0)
      throw registryError("MF_E_REGISTRY_PROTOCOL", `${source.label} became shorter while it was sent`);
    yield buffer.subarray(0, read);
    at += read;
  }
}

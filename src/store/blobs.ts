import { type FileHandle, open, readFile, rename, rm, stat, utimes } from "node:fs/promises";
import { createHasher, type Digest, digestOf } from "../base/digest.js";
import { MfError, tryErrnoCode } from "../base/errors.js";
import { type ByteSource, openFileSource, syncDirectory } from "../base/files.js";
import { blobPathOf, type Store } from "./layout.js";
import { inStore, storeError } from "./storeError.js";
import type { StoreWriter } from "./writer.js";

export interface StoredBlob {
  readonly digest: Digest;
  readonly sizeBytes: number;
  /** Whether the store had it already. */
  readonly wasPresent: boolean;
}

/** What the bytes must turn out to be. */
export interface ExpectedBlob {
  readonly digest?: Digest | undefined;
  readonly sizeBytes?: number | undefined;
}

/** A blob in the making: invisible until `commit`. */
export interface BlobSink {
  write(bytes: Uint8Array): Promise<void>;
  /** Makes the blob durable and visible under its digest, unless it is not the expected one. */
  commit(expected?: ExpectedBlob): Promise<StoredBlob>;
  /** Leaves nothing behind. After `commit` it does nothing. */
  discard(): Promise<void>;
}

export async function openBlobSink(writer: StoreWriter): Promise<BlobSink> {
  const path = writer.temporaryPath();
  const handle = await inStore("write", path, () => open(path, "wx", 0o600));
  const hasher = createHasher();
  let sizeBytes = 0;
  let isOpen = true;
  const closeHandle = async () => {
    if (isOpen) await handle.close();
    isOpen = false;
  };
  const discard = async () => {
    await closeHandle();
    await rm(path, { force: true });
  };
  return {
    discard,
    write: async (bytes) => {
      hasher.update(bytes);
      sizeBytes += bytes.length;
      await inStore("write", path, () => writeFully(handle, bytes));
    },
    commit: async (expected = {}) => {
      try {
        const digest = hasher.digest();
        requireExpected({ digest, sizeBytes }, expected);
        return await inStore("write", path, async () => {
          await handle.chmod(0o644);
          await handle.sync();
          await closeHandle();
          return await placeBlob(writer.store, path, digest, sizeBytes);
        });
      } finally {
        await discard();
      }
    },
  };
}

async function writeFully(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  let done = 0;
  while (done < bytes.length) {
    done += (await handle.write(bytes, done, bytes.length - done)).bytesWritten;
  }
}

/**
 * Moves a finished file to where its digest belongs. What lay there is replaced: the new bytes have just
 * been hashed, the old ones may have been damaged since.
 */
export async function placeBlob(
  store: Store,
  path: string,
  digest: Digest,
  sizeBytes: number,
): Promise<StoredBlob> {
  const final = blobPathOf(store, digest);
  const wasPresent = (await tryStatBlob(store, digest))?.sizeBytes === sizeBytes;
  try {
    await rename(path, final);
  } catch (error) {
    // Windows does not replace a file that another process has open; one of the same size may stay then.
    if (!wasPresent) throw error;
    await rm(path, { force: true });
  }
  await syncDirectory(store.blobs);
  await touchBlob(store, digest);
  return { digest, sizeBytes, wasPresent };
}

/** Stores bytes; those of text and of streams whose content is made on the way. */
export async function writeBlob(
  writer: StoreWriter,
  content: string | Uint8Array | AsyncIterable<Uint8Array>,
  expected: ExpectedBlob = {},
): Promise<StoredBlob> {
  if (typeof content === "string") return await writeSmallBlob(writer, Buffer.from(content), expected);
  if (content instanceof Uint8Array) return await writeSmallBlob(writer, content, expected);
  const sink = await openBlobSink(writer);
  try {
    for await (const chunk of content) await sink.write(chunk);
    return await sink.commit(expected);
  } finally {
    await sink.discard();
  }
}

async function writeSmallBlob(
  writer: StoreWriter,
  bytes: Uint8Array,
  expected: ExpectedBlob,
): Promise<StoredBlob> {
  const digest = digestOf(bytes);
  requireExpected({ digest, sizeBytes: bytes.length }, expected);
  if (await hasBytes(writer.store, digest, bytes)) {
    await touchBlob(writer.store, digest);
    return { digest, sizeBytes: bytes.length, wasPresent: true };
  }
  const sink = await openBlobSink(writer);
  try {
    await sink.write(bytes);
    return await sink.commit();
  } finally {
    await sink.discard();
  }
}

async function hasBytes(store: Store, digest: Digest, bytes: Uint8Array): Promise<boolean> {
  if ((await tryStatBlob(store, digest))?.sizeBytes !== bytes.length) return false;
  return Buffer.compare(await readFile(blobPathOf(store, digest)), bytes) === 0;
}

export function requireExpected(found: { digest: Digest; sizeBytes: number }, expected: ExpectedBlob): void {
  const { digest = found.digest, sizeBytes = found.sizeBytes } = expected;
  if (digest === found.digest && sizeBytes === found.sizeBytes) return;
  throw new MfError(
    "MF_E_DIGEST_MISMATCH",
    `the bytes are not those of ${digest}: they are ${found.sizeBytes} bytes of ${found.digest}`,
    {
      hint: "The source is damaged or is not what it was said to be; nothing was stored.",
      details: { expected, found },
    },
  );
}

/** Marks a blob as in use now: prune, Ollama's too, goes by the time of the last change. */
export async function touchBlob(store: Store, digest: Digest): Promise<void> {
  const now = new Date();
  await inStore("touch", blobPathOf(store, digest), () => utimes(blobPathOf(store, digest), now, now));
}

export interface BlobStat {
  readonly sizeBytes: number;
  readonly modifiedMs: number;
}

/** Whether and how large the store has a blob; what is not a regular file is none. */
export async function tryStatBlob(store: Store, digest: Digest): Promise<BlobStat | undefined> {
  const path = blobPathOf(store, digest);
  try {
    const found = await stat(path);
    return found.isFile() ? { sizeBytes: found.size, modifiedMs: found.mtimeMs } : undefined;
  } catch (error) {
    if (tryErrnoCode(error) === "ENOENT") return undefined;
    throw storeError(error, "look at", path);
  }
}

/** Opens a blob for reading at any offset. With `sizeBytes`, a blob of another size is refused. */
export async function openBlob(store: Store, digest: Digest, sizeBytes?: number): Promise<ByteSource> {
  const found = await tryStatBlob(store, digest);
  if (found === undefined) {
    throw new MfError("MF_E_BLOB_MISSING", `the store has no blob ${digest}`, {
      hint: "Pull or build the model again.",
      details: { digest },
    });
  }
  if (sizeBytes !== undefined && found.sizeBytes !== sizeBytes) {
    throw new MfError(
      "MF_E_BLOB_DAMAGED",
      `blob ${digest} has ${found.sizeBytes} bytes on disk, its manifest says ${sizeBytes}`,
      { hint: "Pull or build the model again.", details: { digest, sizeBytes, found: found.sizeBytes } },
    );
  }
  return await inStore("read", blobPathOf(store, digest), () => openFileSource(blobPathOf(store, digest)));
}

/** Reads a small blob whole and checks its digest. */
export async function readBlob(store: Store, digest: Digest, maxBytes: number): Promise<Uint8Array> {
  const source = await openBlob(store, digest);
  try {
    if (source.sizeBytes > maxBytes) {
      throw new MfError("MF_E_BLOB_TOO_LARGE", `blob ${digest} has more than ${maxBytes} bytes`, {
        details: { digest, sizeBytes: source.sizeBytes },
      });
    }
    const bytes = new Uint8Array(source.sizeBytes);
    await inStore("read", source.label, () => source.read(0, bytes));
    requireExpected({ digest: digestOf(bytes), sizeBytes: bytes.length }, { digest });
    return bytes;
  } finally {
    await source.close();
  }
}

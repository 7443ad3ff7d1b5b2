import { constants, type Stats } from "node:fs";
import { chmod, copyFile, link, open, rm, stat } from "node:fs/promises";
import { createHasher, type Digest } from "../base/digest.js";
import { MfError } from "../base/errors.js";
import { printable } from "../base/redact.js";
import { type ExpectedBlob, placeBlob, requireExpected, type StoredBlob, writeBlob } from "./blobs.js";
import { inStore } from "./storeError.js";
import type { StoreWriter } from "./writer.js";

export interface ImportOptions {
  readonly expected?: ExpectedBlob;
  /**
   * Lets the blob be the user's file under a second name where the file system cannot clone. Nothing is copied,
   * but writing into the file later damages the blob.
   */
  readonly allowHardLink?: boolean;
}

/** Stores a file as it is, reading it once: cloned where the file system can, else linked or copied. */
export async function importBlob(
  writer: StoreWriter,
  sourcePath: string,
  options: ImportOptions = {},
): Promise<StoredBlob> {
  const source = await inStore("read", sourcePath, () => stat(sourcePath));
  if (!source.isFile()) {
    throw new MfError("MF_E_NOT_A_FILE", `${printable(sourcePath)} is not a regular file`, {
      hint: "Name the model's file itself.",
    });
  }
  const temporary = writer.temporaryPath();
  if (await tryClone(sourcePath, temporary)) return await adopt(writer, temporary, options.expected);
  if (options.allowHardLink && (await tryLink(sourcePath, temporary))) {
    return await adopt(writer, temporary, options.expected, source);
  }
  return await writeBlob(writer, readFileChunks(sourcePath), options.expected);
}

/** Shares the file's extents (btrfs, XFS, APFS): later changes to the file do not reach the clone. */
async function tryClone(sourcePath: string, temporary: string): Promise<boolean> {
  try {
    await copyFile(sourcePath, temporary, constants.COPYFILE_FICLONE_FORCE | constants.COPYFILE_EXCL);
    await chmod(temporary, 0o644);
    return true;
  } catch {
    await rm(temporary, { force: true });
    return false;
  }
}

async function tryLink(sourcePath: string, temporary: string): Promise<boolean> {
  try {
    await link(sourcePath, temporary);
    return true;
  } catch {
    return false;
  }
}

/** Makes a file in `blobs/` the blob that its content says. `linkedTo`: the user's file, which must stand still. */
async function adopt(
  writer: StoreWriter,
  temporary: string,
  expected: ExpectedBlob = {},
  linkedTo?: Stats,
): Promise<StoredBlob> {
  try {
    const found = await hashFile(temporary);
    requireExpected(found, expected);
    const now = await stat(temporary);
    if (linkedTo && (linkedTo.mtimeMs !== now.mtimeMs || linkedTo.size !== found.sizeBytes)) {
      throw new MfError("MF_E_SOURCE_CHANGED", "the file was written to while it was read", {
        hint: "Wait until whatever writes it has finished.",
      });
    }
    return await inStore("write", temporary, () =>
      placeBlob(writer.store, temporary, found.digest, found.sizeBytes),
    );
  } finally {
    await rm(temporary, { force: true });
  }
}

export interface HashedFile {
  readonly digest: Digest;
  readonly sizeBytes: number;
}

export async function hashFile(path: string, onBytes?: (sizeBytes: number) => void): Promise<HashedFile> {
  const hasher = createHasher();
  let sizeBytes = 0;
  for await (const chunk of readFileChunks(path)) {
    hasher.update(chunk);
    sizeBytes += chunk.length;
    onBytes?.(chunk.length);
  }
  return { digest: hasher.digest(), sizeBytes };
}

// Large enough that system calls do not count, small enough for a second-level cache.
const readBufferBytes = 1024 * 1024;

/** A file's bytes in order. A chunk is valid until the next one is asked for: they share one buffer. */
export async function* readFileChunks(path: string): AsyncGenerator<Uint8Array> {
  const handle = await inStore("read", path, () => open(path, "r"));
  const buffer = new Uint8Array(readBufferBytes);
  try {
    for (;;) {
      const { bytesRead } = await inStore("read", path, () => handle.read(buffer, 0, buffer.length));
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

import { randomBytes } from "node:crypto";
import { type FileHandle, open, rename, unlink } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Where bytes can be read from at any offset: a file, a blob, a remote object with ranges. */
export interface ByteSource {
  readonly label: string;
  readonly sizeBytes: number;
  /** Fills `target` from `offset`; gives fewer bytes only at the end of the source. */
  read(offset: number, target: Uint8Array): Promise<number>;
  close(): Promise<void>;
}

export async function openFileSource(path: string): Promise<ByteSource> {
  const handle = await open(path, "r");
  const sizeBytes = (await handle.stat()).size;
  return {
    label: path,
    sizeBytes,
    read: (offset, target) => readFully(handle, offset, target),
    close: () => handle.close(),
  };
}

async function readFully(handle: FileHandle, offset: number, target: Uint8Array): Promise<number> {
  let done = 0;
  while (done < target.length) {
    const { bytesRead } = await handle.read(target, done, target.length - done, offset + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return done;
}

/**
 * Writes a file whole or not at all: a random name beside it, the content, fsync, rename.
 * On any failure the temporary file is gone and the old file is untouched.
 */
export async function writeFileAtomic(
  path: string,
  write: Uint8Array | string | ((handle: FileHandle) => Promise<void>),
  mode = 0o644,
): Promise<void> {
  const temporary = join(dirname(path), `.mf-${randomBytes(8).toString("hex")}.tmp`);
  const handle = await open(temporary, "wx", mode);
  try {
    try {
      if (typeof write === "function") await write(handle);
      else await handle.writeFile(write);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await unlink(temporary).catch(() => {});
    throw error;
  }
  await syncDirectory(dirname(path));
}

/** Makes a rename durable. Systems that cannot open a directory (Windows) do it on their own. */
export async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path, "r").catch(() => undefined);
  if (!handle) return;
  try {
    await handle.sync();
  } catch {
    // Some file systems refuse fsync on a directory; the rename itself has happened.
  } finally {
    await handle.close();
  }
}

import { Buffer } from "node:buffer";
import { type FileHandle, open, readFile, unlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { MfError, tryErrnoCode } from "../../../base/errors.js";
import { writeFileAtomic } from "../../../base/files.js";
import { printable } from "../../../base/redact.js";

/**
 * Replaces the first bytes of a file without moving the rest. Such a change cannot be a rename: so
 * that a crash in the middle loses nothing, the old bytes lie in a file beside it until the new ones
 * are on the disk, and `recoverPatch` puts them back.
 */
export async function patchFile(path: string, start: Uint8Array): Promise<void> {
  const handle = await open(path, "r+");
  try {
    const old = Buffer.alloc(start.length);
    await handle.read(old, 0, old.length, 0);
    const range = changedRange(old, start);
    if (range === undefined) return;
    await writeFileAtomic(undoPath(path), undoBytes(range.from, old.subarray(range.from, range.to)));
    await writeAt(handle, start.subarray(range.from, range.to), range.from);
  } finally {
    await handle.close();
  }
  await unlink(undoPath(path));
}

/** Puts back what an interrupted `patchFile` was replacing. Tells whether there was anything to do. */
export async function recoverPatch(path: string): Promise<boolean> {
  const undo = await readUndo(path);
  if (undo === undefined) return false;
  const handle = await open(path, "r+");
  try {
    if (undo.offset + undo.bytes.length > (await handle.stat()).size) {
      throw new MfError(
        "MF_E_GGUF_UNDO",
        `${printable(undoPath(path))} does not belong to the file beside it`,
        {
          hint: "Remove it if the file itself is right.",
        },
      );
    }
    await writeAt(handle, undo.bytes, undo.offset);
  } finally {
    await handle.close();
  }
  await unlink(undoPath(path));
  return true;
}

export function undoPath(path: string): string {
  return join(dirname(path), `.${basename(path)}.mf-undo`);
}

/** Offset in eight bytes, then what was there. */
function undoBytes(offset: number, old: Uint8Array): Uint8Array {
  const bytes = Buffer.alloc(8 + old.length);
  bytes.writeBigUInt64LE(BigInt(offset));
  bytes.set(old, 8);
  return bytes;
}

async function readUndo(path: string): Promise<{ offset: number; bytes: Uint8Array } | undefined> {
  try {
    const bytes = await readFile(undoPath(path));
    return { offset: Number(bytes.readBigUInt64LE()), bytes: bytes.subarray(8) };
  } catch (error) {
    if (tryErrnoCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

function changedRange(old: Uint8Array, next: Uint8Array): { from: number; to: number } | undefined {
  let from = 0;
  let to = next.length;
  while (from < to && old[from] === next[from]) from++;
  while (to > from && old[to - 1] === next[to - 1]) to--;
  return from === to ? undefined : { from, to };
}

async function writeAt(handle: FileHandle, bytes: Uint8Array, offset: number): Promise<void> {
  let done = 0;
  while (done < bytes.length) {
    done += (await handle.write(bytes, done, bytes.length - done, offset + done)).bytesWritten;
  }
  await handle.sync();
}

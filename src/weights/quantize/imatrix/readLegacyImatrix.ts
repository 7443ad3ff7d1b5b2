import { MfError } from "../../../base/errors.js";
import type { ByteSource } from "../../../base/files.js";
import { printable } from "../../../base/redact.js";
import { readText } from "../../gguf/text.js";
import { dequantizeRows } from "../kernels/reference/quantizeRows.js";
import { type Imatrix, imatrixLimits } from "./imatrix.js";

/**
 * The `.dat` format of llama-imatrix before GGUF, little-endian: a count of entries; per entry the
 * name's length and bytes, how often it was measured, a count of values and the values; then, in
 * later files, the number of chunks and the name of the text they came from.
 */
export async function readLegacyImatrix(source: ByteSource): Promise<Imatrix> {
  const cursor: Cursor = { source, offset: 0 };
  const count = await readCount(cursor, "entries", imatrixLimits.entries);
  if (count === 0) fail(cursor, "has no entries");
  const entries = new Map<string, Float32Array>();
  for (let i = 0; i < count; i++) {
    const name = await readName(cursor, "tensor name", imatrixLimits.nameBytes);
    entries.set(name, await readEntry(cursor, name));
  }
  if (cursor.offset === source.sizeBytes)
    return { path: source.label, datasets: [], chunks: undefined, entries };
  const chunks = await readInt32(cursor);
  const dataset = await readName(cursor, "data set name", imatrixLimits.datasetBytes);
  return { path: source.label, datasets: [dataset], chunks: Math.max(0, chunks), entries };
}

/** A position in the file; only the functions here move it. */
interface Cursor {
  readonly source: ByteSource;
  offset: number;
}

async function readEntry(cursor: Cursor, name: string): Promise<Float32Array> {
  const calls = await readInt32(cursor);
  const length = await readCount(cursor, `values of "${printable(name)}"`, cursor.source.sizeBytes / 4);
  if (length === 0) fail(cursor, `has no values for "${printable(name)}"`);
  const values = dequantizeRows("f32", await readBytes(cursor, 4 * length));
  if (calls > 0) for (const [i, value] of values.entries()) values[i] = value / calls;
  return values;
}

async function readName(cursor: Cursor, what: string, limit: number): Promise<string> {
  const length = await readCount(cursor, `bytes of a ${what}`, limit);
  return readText(await readBytes(cursor, length));
}

async function readCount(cursor: Cursor, what: string, limit: number): Promise<number> {
  const count = await readInt32(cursor);
  if (count >= 0 && count <= limit) return count;
  fail(cursor, `claims ${count} ${what} (at most ${Math.floor(limit)} are possible)`);
}

async function readInt32(cursor: Cursor): Promise<number> {
  const bytes = await readBytes(cursor, 4);
  return new DataView(bytes.buffer).getInt32(0, true);
}

async function readBytes(cursor: Cursor, length: number): Promise<Uint8Array<ArrayBuffer>> {
  if (cursor.offset + length > cursor.source.sizeBytes) fail(cursor, "ends in the middle of an entry");
  const bytes = new Uint8Array(length);
  const got = await cursor.source.read(cursor.offset, bytes);
  if (got < length) fail(cursor, "became shorter while it was read");
  cursor.offset += length;
  return bytes;
}

function fail(cursor: Cursor, what: string): never {
  const path = cursor.source.label;
  throw new MfError("MF_E_IMATRIX_INVALID", `${path} ${what} (byte ${cursor.offset})`, {
    hint: "Is it an importance matrix? llama-imatrix writes them.",
    details: { path, offset: cursor.offset },
  });
}

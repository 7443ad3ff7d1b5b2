import { MfError } from "../../../base/errors.js";
import type { ByteSource } from "../../../base/files.js";
import { checkImatrix, type Imatrix, imatrixLimits } from "./imatrix.js";
import { readGgufImatrix } from "./readGgufImatrix.js";
import { readLegacyImatrix } from "./readLegacyImatrix.js";

/** Reads an importance matrix of either format, the GGUF one or the older `.dat`, and checks its values. */
export async function readImatrix(source: ByteSource): Promise<Imatrix> {
  if (source.sizeBytes > imatrixLimits.fileBytes) {
    const message = `${source.label}: ${source.sizeBytes} bytes are too many for an importance matrix`;
    throw new MfError("MF_E_IMATRIX_LIMIT", message, { details: { path: source.label } });
  }
  const isGguf = await startsWithGguf(source);
  return checkImatrix(isGguf ? await readGgufImatrix(source) : await readLegacyImatrix(source));
}

async function startsWithGguf(source: ByteSource): Promise<boolean> {
  const magic = new Uint8Array(4);
  const got = await source.read(0, magic);
  return got === 4 && String.fromCharCode(...magic) === "GGUF";
}

import { MfError } from "../../base/errors.js";
import type { ByteSource } from "../../base/files.js";
import { printable } from "../../base/redact.js";
import type { GgufHeader } from "./ggufHeader.js";
import { ggufLimits } from "./limits.js";
import { parseGgufHeader } from "./parseGgufHeader.js";

export interface GgufFile extends GgufHeader {
  readonly label: string;
  readonly sizeBytes: number;
}

export interface ReadGgufOptions {
  /**
   * `required` (the default): every tensor's bytes must lie inside the source, as a model that is
   * going to be used needs. `unchecked`: the header alone, for a file of which only that is there.
   */
  readonly tensorData?: "required" | "unchecked";
}

/** Covers the whole header of most models with small vocabularies, and costs no more than a page. */
const firstReadBytes = 64 * 1024;

/** Reads a GGUF file's header; tensor data is not touched. The source stays open and the caller's. */
export async function readGguf(source: ByteSource, options: ReadGgufOptions = {}): Promise<GgufFile> {
  const header = await readHeader(source);
  const file: GgufFile = { ...header, label: source.label, sizeBytes: source.sizeBytes };
  if (options.tensorData !== "unchecked") checkTensorData(file);
  return file;
}

async function readHeader(source: ByteSource): Promise<GgufHeader> {
  let bytes: Uint8Array = new Uint8Array(0);
  let wanted = firstReadBytes;
  while (true) {
    bytes = await readPrefix(source, bytes, wanted);
    const parsed = parseGgufHeader(bytes, { label: source.label, sizeBytes: source.sizeBytes });
    if (parsed.kind === "ok") return parsed.header;
    // Parsing starts anew each time: growing by four keeps all attempts together below a third more work.
    wanted = Math.min(Math.max(parsed.neededBytes, bytes.length * 4), ggufLimits.headerBytes);
  }
}

async function readPrefix(source: ByteSource, have: Uint8Array, wanted: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(Math.min(wanted, source.sizeBytes));
  bytes.set(have);
  const got = await source.read(have.length, bytes.subarray(have.length));
  if (have.length + got === bytes.length) return bytes;
  throw new MfError("MF_E_GGUF_TRUNCATED", `${source.label}: the file became shorter while it was read`, {
    details: { path: source.label },
  });
}

/** The rule of llama.cpp's loader: the padding behind the last tensor may be missing, its data not. */
function checkTensorData(file: GgufFile): void {
  for (const tensor of file.tensors) {
    const end = tensor.fileOffset + tensor.sizeBytes;
    if (end <= file.sizeBytes) continue;
    throw new MfError(
      "MF_E_GGUF_TRUNCATED",
      `${file.label}: tensor "${printable(tensor.name)}" ends at byte ${end}, the file has ${file.sizeBytes}`,
      {
        hint: "The file is cut off: download or copy it again.",
        details: { path: file.label, tensor: tensor.name, end, sizeBytes: file.sizeBytes },
      },
    );
  }
}

/** Whether the file also holds the padding behind the last tensor, as llama.cpp's writer leaves it. */
export function isFullyPadded(file: GgufFile): boolean {
  return file.sizeBytes >= file.dataOffset + file.dataBytes;
}

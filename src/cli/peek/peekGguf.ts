import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import type { GgufFact } from "../../language/lint/modelPeek.js";
import { getString, getUint } from "../../weights/gguf/metadata.js";
import { parseGgufHeader } from "../../weights/gguf/parseGgufHeader.js";

/** How much of a GGUF header lint reads at most: a vocabulary of a million tokens fits. */
const maxHeaderBytes = 64 * 1024 * 1024;

/** What the header of a GGUF file says; undefined when it cannot be read. */
export function tryPeekGguf(path: string): GgufFact | undefined {
  const handle = openSync(path, "r");
  try {
    return tryReadGguf(handle, fstatSync(handle).size);
  } finally {
    closeSync(handle);
  }
}

function tryReadGguf(handle: number, sizeBytes: number): GgufFact | undefined {
  let wanted = 64 * 1024;
  try {
    while (wanted <= maxHeaderBytes) {
      const parsed = parseGgufHeader(readStart(handle, Math.min(wanted, sizeBytes)), { sizeBytes });
      if (parsed.kind === "ok") return describeGguf(parsed.header);
      if (wanted >= sizeBytes) return undefined;
      wanted = Math.max(wanted * 2, parsed.neededBytes);
    }
  } catch {
    // Broken files are the build's business; it says what is wrong with them.
  }
  return undefined;
}

function describeGguf(header: Parameters<typeof getString>[0]): GgufFact {
  const architecture = getString(header, "general.architecture") ?? "";
  const type = getString(header, "general.type");
  const isProjector = type === "projector" || type === "mmproj" || architecture === "clip";
  const contextLength = getUint(header, `${architecture}.context_length`);
  const splitCount = getUint(header, "split.count");
  const chatTemplate = getString(header, "tokenizer.chat_template");
  const baseName = getString(header, "general.base_model.0.name");
  return {
    kind: type === "adapter" ? "adapter" : isProjector ? "projector" : "model",
    architecture,
    ...(contextLength === undefined ? {} : { contextLength }),
    ...(splitCount === undefined ? {} : { splitCount }),
    ...(chatTemplate === undefined ? {} : { chatTemplate }),
    ...(baseName === undefined ? {} : { baseName }),
  };
}

/** The first bytes of an open file, fewer only when it is shorter. */
export function readStart(handle: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let done = 0;
  while (done < length) {
    const read = readSync(handle, bytes, done, length - done, done);
    if (read === 0) break;
    done += read;
  }
  return bytes.subarray(0, done);
}

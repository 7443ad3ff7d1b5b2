import { MfError } from "../../base/errors.js";
import { printable } from "../../base/redact.js";
import type { SourceFile } from "../request/buildRequest.js";
import { detectFileKind, type FileKind } from "../sources/detectFileKind.js";

/**
 * The GGUF files among what FROM lines name. Descriptions beside them (`config.json` …) have nothing to add: a GGUF
 * file carries its own. With `compat` they are an error, as in Ollama.
 */
export async function selectGgufFiles(files: readonly SourceFile[], compat: boolean): Promise<SourceFile[]> {
  const kinds = await Promise.all(files.map(async (file) => ({ file, kind: await detectFileKind(file) })));
  const find = (kind: FileKind): SourceFile | undefined => kinds.find((one) => one.kind === kind)?.file;
  const safetensors = find("safetensors");
  if (safetensors !== undefined) failConversion(safetensors);
  const gguf = kinds.filter(({ kind }) => kind === "gguf").map(({ file }) => file);
  const stranger = find("other") ?? (gguf.length === 0 || compat ? find("description") : undefined);
  if (stranger !== undefined) failFormat(stranger, gguf.length > 0);
  return gguf;
}

function failConversion({ path }: SourceFile): never {
  throw new MfError(
    "MF_E_BUILD_CONVERSION",
    `${printable(path)} holds Safetensors weights, which cannot be built yet`,
    {
      hint: "Convert the model to GGUF first (convert_hf_to_gguf.py of llama.cpp), and name that file.",
      details: { path },
    },
  );
}

function failFormat({ path }: SourceFile, isBesideGguf: boolean): never {
  const why = isBesideGguf ? ", unlike the files beside it" : "";
  throw new MfError("MF_E_BUILD_FORMAT", `${printable(path)} is no model: it is not a GGUF file${why}`, {
    hint: "FROM takes a model's name, a GGUF file or a folder with one. Name the file itself if the folder holds others.",
    details: { path },
  });
}

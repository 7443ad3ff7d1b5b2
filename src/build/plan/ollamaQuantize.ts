import { MfError } from "../../base/errors.js";
import { ollamaFileType } from "../../weights/gguf/inspect/fileTypes.js";
import { getArchitecture, type HasMetadata } from "../../weights/gguf/metadata.js";
import type { FileType, FileTypeName } from "../../weights/quantize/recipe/fileTypes.js";
import { parseTensorTypeOverride } from "../../weights/quantize/recipe/parseTensorTypeOverride.js";
import type { TensorTypeOverride } from "../../weights/quantize/recipe/planTensorTypes.js";

// What `ollama create -q` of v0.33 takes, and what it takes it from.
const targets: readonly FileTypeName[] = ["F32", "F16", "BF16", "Q8_0", "Q4_K_S", "Q4_K_M"];
const sources: readonly string[] = ["F16", "BF16", "F32"];

/** Refuses what Ollama refuses, in its words. An all-F32 file is refused as well: its label there is `unknown`. */
export function requireOllamaTarget(header: HasMetadata, fileType: FileType): void {
  if (!targets.includes(fileType.name)) {
    failOllama(
      `unsupported quantization type ${fileType.name} - supported types are F32, F16, Q4_K_S, Q4_K_M, Q8_0`,
    );
  }
  const label = ollamaFileType(header);
  if (label === fileType.name || sources.includes(label)) return;
  failOllama("quantization is only supported for F16, BF16 and F32 models");
}

function failOllama(message: string): never {
  throw new MfError("MF_E_BUILD_QUANTIZE", message, {
    hint: "Without --compat ollama, every type of llama.cpp can be made from any source.",
  });
}

/** The --tensor-type arguments that Ollama v0.33 adds for some architectures, for Q4_K_S and Q4_K_M only. */
const additions: Readonly<Record<string, readonly string[]>> = {
  qwen35: ["^blk\\.[0-9]+\\.nextn\\.eh_proj\\.weight$=q8_0"],
  qwen35moe: ["^blk\\.[0-9]+\\.nextn\\.eh_proj\\.weight$=q8_0"],
  gemma3n: ["^per_layer_token_embd\\.weight$=f16"],
  deepseek2: [
    "attn_k_b\\.weight$=q8_0",
    "attn_q_a\\.weight$=q8_0",
    "attn_q_b\\.weight$=q8_0",
    "attn_v_b\\.weight$=q8_0",
    "attn_kv_a_mqa\\.weight$=q8_0",
  ],
  glmocr: ["^token_embd\\.weight$=f16", "^output\\.weight$=f16"],
  glm4: ["^token_embd\\.weight$=f16", "^output\\.weight$=f16"],
};

export function ollamaTensorTypes(header: HasMetadata, fileType: FileType): TensorTypeOverride[] {
  if (fileType.name !== "Q4_K_S" && fileType.name !== "Q4_K_M") return [];
  return (additions[getArchitecture(header) ?? ""] ?? []).map(parseTensorTypeOverride);
}

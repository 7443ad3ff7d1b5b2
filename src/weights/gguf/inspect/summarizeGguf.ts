import { countElements, type GgufTensor } from "../ggufHeader.js";
import {
  architectureKey,
  getArchitecture,
  getArrayLength,
  getBoolean,
  getNumber,
  getNumbers,
  getString,
  getUint,
  type HasMetadata,
} from "../metadata.js";
import type { TensorType } from "../tensorTypes.js";
import { fileTypeOf, ollamaFileType } from "./fileTypes.js";
import { countParameters, printParameterCount } from "./parameterCount.js";

/** A file or a model in parts. */
export interface SummarySource extends HasMetadata {
  readonly tensors: readonly GgufTensor[];
  readonly sizeBytes: number;
  readonly parts?: readonly unknown[];
}

export interface TypeShare {
  readonly type: TensorType;
  readonly tensorCount: number;
  readonly elements: number;
  readonly sizeBytes: number;
  /** Of the bytes of all tensors, 0 to 1. */
  readonly share: number;
}

/** A number for the whole model, or one for each layer (hybrid and pruned models). */
export type PerLayer = number | readonly number[];

export interface AttentionSummary {
  readonly heads: PerLayer | undefined;
  readonly kvHeads: PerLayer | undefined;
  readonly keyLength: number | undefined;
  readonly valueLength: number | undefined;
  readonly slidingWindow: number | undefined;
}

export interface TokenizerSummary {
  readonly model: string;
  readonly pre: string | undefined;
  readonly tokenCount: number | undefined;
  readonly mergeCount: number | undefined;
  readonly bosId: number | undefined;
  readonly eosId: number | undefined;
  readonly addsBos: boolean | undefined;
}

/** What a person asks first about a model file. Absent keys stay undefined: nothing is guessed. */
export interface GgufSummary {
  readonly architecture: string | undefined;
  readonly name: string | undefined;
  /** `general.type`: model, adapter, mmproj, imatrix … */
  readonly kind: string | undefined;
  readonly license: string | undefined;
  readonly parameterCount: number;
  /** As Ollama prints it: `8.0B`. */
  readonly parameterLabel: string;
  /** The recipe by `general.file_type`, and whether it was only guessed from the tensors. */
  readonly fileType: { readonly label: string; readonly isGuessed: boolean } | undefined;
  /** The same as Ollama labels it, `unknown` included. */
  readonly ollamaFileType: string;
  readonly sizeBytes: number;
  readonly tensorCount: number;
  readonly tensorBytes: number;
  readonly bitsPerWeight: number | undefined;
  /** Largest share first. */
  readonly types: readonly TypeShare[];
  readonly contextLength: number | undefined;
  readonly embeddingLength: number | undefined;
  readonly layers: number | undefined;
  readonly attention: AttentionSummary;
  readonly experts: { readonly count: number; readonly used: number | undefined } | undefined;
  readonly tokenizer: TokenizerSummary | undefined;
  readonly chatTemplate: string | undefined;
  readonly partCount: number;
}

export function summarizeGguf(source: SummarySource): GgufSummary {
  const parameterCount = countParameters(source.tensors);
  const tensorBytes = source.tensors.reduce((sum, tensor) => sum + tensor.sizeBytes, 0);
  const own = (name: string): number | undefined => getUint(source, architectureKey(source, name));
  return {
    architecture: getArchitecture(source),
    name: getString(source, "general.name"),
    kind: getString(source, "general.type"),
    license: getString(source, "general.license"),
    parameterCount,
    parameterLabel: printParameterCount(parameterCount),
    fileType: fileTypeOf(source),
    ollamaFileType: ollamaFileType(source),
    sizeBytes: source.sizeBytes,
    tensorCount: source.tensors.length,
    tensorBytes,
    bitsPerWeight: parameterCount === 0 ? undefined : (tensorBytes * 8) / parameterCount,
    types: shareTypes(source.tensors, tensorBytes),
    contextLength: own("context_length"),
    embeddingLength: own("embedding_length"),
    layers: own("block_count"),
    attention: summarizeAttention(source),
    experts: summarizeExperts(own("expert_count"), own("expert_used_count")),
    tokenizer: summarizeTokenizer(source),
    chatTemplate: getString(source, "tokenizer.chat_template"),
    partCount: source.parts?.length ?? 1,
  };
}

function shareTypes(tensors: readonly GgufTensor[], tensorBytes: number): TypeShare[] {
  const groups = new Map<TensorType, GgufTensor[]>();
  for (const tensor of tensors) {
    const group = groups.get(tensor.type);
    if (group === undefined) groups.set(tensor.type, [tensor]);
    else group.push(tensor);
  }
  const shares = [...groups].map(([type, group]) => {
    const sizeBytes = group.reduce((sum, tensor) => sum + tensor.sizeBytes, 0);
    const elements = group.reduce((sum, tensor) => sum + countElements(tensor.dims), 0);
    return {
      type,
      tensorCount: group.length,
      elements,
      sizeBytes,
      share: tensorBytes && sizeBytes / tensorBytes,
    };
  });
  return shares.sort((a, b) => b.sizeBytes - a.sizeBytes || a.type.id - b.type.id);
}

function summarizeAttention(source: HasMetadata): AttentionSummary {
  const key = (name: string): string => architectureKey(source, `attention.${name}`);
  const heads = getPerLayer(source, key("head_count"));
  const headLength = evenHeadLength(getUint(source, architectureKey(source, "embedding_length")), heads);
  return {
    heads,
    kvHeads: getPerLayer(source, key("head_count_kv")) ?? heads,
    keyLength: getUint(source, key("key_length")) ?? headLength,
    valueLength: getUint(source, key("value_length")) ?? headLength,
    slidingWindow: getUint(source, key("sliding_window")),
  };
}

function getPerLayer(source: HasMetadata, key: string): PerLayer | undefined {
  return getNumber(source, key) ?? getNumbers(source, key);
}

/** llama.cpp's default for both head lengths: the embedding shared out among the first layer's heads. */
function evenHeadLength(
  embeddingLength: number | undefined,
  heads: PerLayer | undefined,
): number | undefined {
  const first = typeof heads === "number" ? heads : heads?.[0];
  return embeddingLength === undefined || !first ? undefined : Math.floor(embeddingLength / first);
}

function summarizeExperts(count: number | undefined, used: number | undefined): GgufSummary["experts"] {
  return count === undefined || count === 0 ? undefined : { count, used };
}

function summarizeTokenizer(source: HasMetadata): TokenizerSummary | undefined {
  const model = getString(source, "tokenizer.ggml.model");
  if (model === undefined) return undefined;
  return {
    model,
    pre: getString(source, "tokenizer.ggml.pre"),
    tokenCount: getArrayLength(source, "tokenizer.ggml.tokens"),
    mergeCount: getArrayLength(source, "tokenizer.ggml.merges"),
    bosId: getUint(source, "tokenizer.ggml.bos_token_id"),
    eosId: getUint(source, "tokenizer.ggml.eos_token_id"),
    addsBos: getBoolean(source, "tokenizer.ggml.add_bos_token"),
  };
}

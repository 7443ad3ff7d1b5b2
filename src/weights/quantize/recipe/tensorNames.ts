import { trimDims } from "../../gguf/layoutGguf.js";

/** What the recipe knows from a tensor's name alone. */

export type TensorCategory =
  | "output"
  | "token-embedding"
  | "attention-qkv"
  | "attention-kv-b"
  | "attention-v"
  | "attention-k"
  | "attention-q"
  | "attention-output"
  | "ffn-up"
  | "ffn-gate"
  | "ffn-down"
  | "other";

/** The first line whose name equals, or whose part occurs in, the tensor's name gives its category. */
const categories: readonly (readonly ["equals" | "contains", string, TensorCategory])[] = [
  ["equals", "output.weight", "output"],
  ["equals", "token_embd.weight", "token-embedding"],
  ["equals", "per_layer_token_embd.weight", "token-embedding"],
  ["contains", "attn_qkv.weight", "attention-qkv"],
  ["contains", "attn_kv_b.weight", "attention-kv-b"],
  ["contains", "attn_v.weight", "attention-v"],
  ["contains", "attn_k.weight", "attention-k"],
  ["contains", "attn_q.weight", "attention-q"],
  ["contains", "attn_output.weight", "attention-output"],
  ["contains", "ffn_up", "ffn-up"],
  ["contains", "ffn_gate", "ffn-gate"],
  ["contains", "ffn_down", "ffn-down"],
];

export function detectCategory(name: string): TensorCategory {
  for (const [match, text, category] of categories) {
    if (match === "equals" ? name === text : name.includes(text)) return category;
  }
  return "other";
}

/** Whether the tensor holds the value projection, alone or fused with others. */
export function isValueLike(category: TensorCategory): boolean {
  return category === "attention-v" || category === "attention-qkv" || category === "attention-kv-b";
}

/**
 * Parts of names that llama.cpp never quantizes (llama-quant.cpp v0.5.0): norms, routers, small mixing
 * and convolution weights, position tables, and what its graphs read as plain floats.
 */
const keptParts = [
  "_norm.weight",
  "ffn_gate_inp.weight",
  "ffn_gate_tid2eid.weight",
  "altup",
  "laurel",
  "per_layer_model_proj",
  "ssm_conv1d",
  "shortconv.conv.weight",
  "indexer.k_proj.weight",
  "indexer.q_proj.weight",
  "time_mix_first.weight",
  "time_mix_w0.weight",
  "time_mix_w1.weight",
  "time_mix_w2.weight",
  "time_mix_v0.weight",
  "time_mix_v1.weight",
  "time_mix_v2.weight",
  "time_mix_a0.weight",
  "time_mix_a1.weight",
  "time_mix_a2.weight",
  "time_mix_g1.weight",
  "time_mix_g2.weight",
  "time_mix_decay_w1.weight",
  "time_mix_decay_w2.weight",
  "time_mix_lerp_fused.weight",
  "attn_rel_b.weight",
  ".position_embd",
  "sam.pos_embd",
  "sam.neck.",
  "sam.net_",
  ".rel_pos",
  ".patch_embd",
  ".patch_merger",
  "a.rvq.codebook",
  "mm.a.code_embd",
] as const;

const keptNames: ReadonlySet<string> = new Set(["position_embd.weight", "token_types.weight"]);

/** Whether the recipe may change the tensor's type at all. */
export function isQuantizable(name: string, dims: readonly number[]): boolean {
  return (
    trimDims(dims).length >= 2 &&
    name.endsWith("weight") &&
    !keptNames.has(name) &&
    !keptParts.some((part) => name.includes(part))
  );
}

/** The N of `blk.N.`, or undefined. */
export function tryLayerOf(name: string): number | undefined {
  const match = /^blk\.(\d+)\./.exec(name);
  return match?.[1] === undefined ? undefined : Number(match[1]);
}

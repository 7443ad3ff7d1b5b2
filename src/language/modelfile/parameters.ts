/**
 * The one table of parameters (Ollama v0.33 api/types.go and parser; `since` and `until` from its
 * tags): parsing, completion, hover, documents and rules read it.
 */

export type ParameterType = "int" | "float" | "bool" | "strings";

export interface ParameterInfo {
  readonly name: string;
  readonly type: ParameterType;
  /** What Ollama takes when nobody sets it, as text for people. */
  readonly default: string;
  readonly summary: string;
  readonly example: string;
  /** Values outside have no meaning to the sampler or runner. */
  readonly range?: ParameterRange;
  readonly since: string;
}

export interface ParameterRange {
  readonly min?: number;
  readonly max?: number;
  /** Single values below `min` with a meaning of their own. */
  readonly special?: Readonly<Record<string, string>>;
}

/** A name that Ollama once knew. */
export interface RetiredParameter {
  readonly name: string;
  /** `ignored`: a warning and nothing else. `unknown`: the create stops. */
  readonly today: "ignored" | "unknown";
  readonly until: string;
  readonly instead: string;
}

export const parameters: readonly ParameterInfo[] = [
  {
    name: "temperature",
    type: "float",
    default: "0.8",
    summary: "How freely tokens are drawn: 0 takes the likeliest each time, higher is more varied.",
    example: "0.7",
    range: { min: 0, max: 2 },
    since: "0.0.1",
  },
  {
    name: "num_ctx",
    type: "int",
    default: "4096, 32768 or 262144 by GPU memory",
    summary: "Size of the context window in tokens: prompt, history and answer together.",
    example: "8192",
    range: { min: 1 },
    since: "0.0.1",
  },
  {
    name: "stop",
    type: "strings",
    default: "none",
    summary: "Text that ends the answer. Repeat the line for several.",
    example: '"<|im_end|>"',
    since: "0.0.1",
  },
  {
    name: "top_p",
    type: "float",
    default: "0.9",
    summary: "Draws from the likeliest tokens whose probabilities add up to this share.",
    example: "0.9",
    range: { min: 0, max: 1 },
    since: "0.0.1",
  },
  {
    name: "top_k",
    type: "int",
    default: "40",
    summary: "Draws from this many of the likeliest tokens; 0 puts no bound.",
    example: "40",
    range: { min: 0, special: { "-1": "no bound" } },
    since: "0.0.1",
  },
  {
    name: "min_p",
    type: "float",
    default: "0",
    summary: "Drops tokens less likely than this share of the likeliest one.",
    example: "0.05",
    range: { min: 0, max: 1 },
    since: "0.3.1",
  },
  {
    name: "repeat_penalty",
    type: "float",
    default: "1.0",
    summary: "Makes tokens that occurred lately less likely; 1 does nothing.",
    example: "1.1",
    range: { min: 0, max: 2 },
    since: "0.0.1",
  },
  {
    name: "repeat_last_n",
    type: "int",
    default: "64",
    summary: "How many tokens back repeat_penalty looks; 0 turns it off, -1 is the whole context.",
    example: "64",
    range: { min: 0, special: { "-1": "the whole context" } },
    since: "0.0.3",
  },
  {
    name: "num_predict",
    type: "int",
    default: "-1",
    summary: "The most tokens of one answer; -1 is no bound, -2 fills the context.",
    example: "512",
    range: { min: 0, special: { "-1": "no bound", "-2": "until the context is full" } },
    since: "0.0.13",
  },
  {
    name: "seed",
    type: "int",
    default: "-1 (random)",
    summary: "Start of the random numbers: the same seed gives the same answer to the same prompt.",
    example: "42",
    range: { min: 0, special: { "-1": "random" } },
    since: "0.0.1",
  },
  {
    name: "presence_penalty",
    type: "float",
    default: "0",
    summary: "Lowers every token that has occurred at all, once.",
    example: "0.5",
    range: { min: -2, max: 2 },
    since: "0.0.3",
  },
  {
    name: "frequency_penalty",
    type: "float",
    default: "0",
    summary: "Lowers tokens more, the more often they have occurred.",
    example: "0.5",
    range: { min: -2, max: 2 },
    since: "0.0.3",
  },
  {
    name: "typical_p",
    type: "float",
    default: "1.0",
    summary: "Prefers tokens of typical surprise; 1 does nothing.",
    example: "0.95",
    range: { min: 0, max: 1 },
    since: "0.0.1",
  },
  {
    name: "num_keep",
    type: "int",
    default: "4",
    summary: "Tokens at the start of the prompt that stay when the context overflows.",
    example: "24",
    range: { min: 0, special: { "-1": "the whole prompt" } },
    since: "0.0.13",
  },
  {
    name: "num_batch",
    type: "int",
    default: "512",
    summary: "Prompt tokens worked on at once: more is faster and takes more memory.",
    example: "512",
    range: { min: 1 },
    since: "0.0.3",
  },
  {
    name: "num_gpu",
    type: "int",
    default: "-1 (automatic)",
    summary: "Layers put on the GPU; 0 is CPU only, a large number is all of them.",
    example: "99",
    range: { min: 0, special: { "-1": "automatic" } },
    since: "0.0.1",
  },
  {
    name: "main_gpu",
    type: "int",
    default: "unset",
    summary: "Which GPU holds what is not split over several.",
    example: "0",
    range: { min: 0 },
    since: "0.0.1",
  },
  {
    name: "num_thread",
    type: "int",
    default: "0 (automatic)",
    summary: "CPU threads; leave it out unless the choice made for you is wrong on the target machine.",
    example: "8",
    range: { min: 0 },
    since: "0.0.3",
  },
  {
    name: "use_mmap",
    type: "bool",
    default: "unset",
    summary: "Maps the weights into memory instead of reading them.",
    example: "true",
    since: "0.0.3",
  },
  {
    name: "draft_num_predict",
    type: "int",
    default: "4 with a draft model, else 0",
    summary: "Tokens that the draft model proposes at a time.",
    example: "4",
    range: { min: 0 },
    since: "0.30.0",
  },
];

export const retiredParameters: readonly RetiredParameter[] = [
  ...["low_vram", "f16_kv", "logits_all", "vocab_only", "use_mlock"].map((name) => ({
    name,
    today: "ignored" as const,
    until: "0.7.0",
    instead: "Ollama decides this by itself; delete the line.",
  })),
  ...["mirostat", "mirostat_tau", "mirostat_eta"].map((name) => ({
    name,
    today: "ignored" as const,
    until: "0.7.0",
    instead: "Mirostat sampling is gone; use temperature with top_p or min_p.",
  })),
  {
    name: "penalize_newline",
    today: "ignored",
    until: "0.5.5",
    instead: "Newlines are penalised like any token; delete the line.",
  },
  {
    name: "tfs_z",
    today: "unknown",
    until: "0.5.2",
    instead: "Tail-free sampling is gone; min_p is nearest.",
  },
  {
    name: "numa",
    today: "unknown",
    until: "0.3.4",
    instead: "Ollama decides this by itself; delete the line.",
  },
  {
    name: "num_gqa",
    today: "unknown",
    until: "0.1.35",
    instead: "It is read from the model file; delete the line.",
  },
  {
    name: "rope_frequency_base",
    today: "unknown",
    until: "0.1.35",
    instead: "It is read from the model file; delete the line.",
  },
  {
    name: "rope_frequency_scale",
    today: "unknown",
    until: "0.1.35",
    instead: "It is read from the model file; delete the line.",
  },
  {
    name: "embedding_only",
    today: "unknown",
    until: "0.1.28",
    instead: "It is read from the model file; delete the line.",
  },
];

/** What other runtimes call a parameter. */
export const foreignParameterNames: Readonly<Record<string, string>> = {
  max_tokens: "num_predict",
  max_new_tokens: "num_predict",
  n_predict: "num_predict",
  context_length: "num_ctx",
  context_size: "num_ctx",
  max_context: "num_ctx",
  max_seq_len: "num_ctx",
  n_ctx: "num_ctx",
  ctx_size: "num_ctx",
  n_gpu_layers: "num_gpu",
  gpu_layers: "num_gpu",
  num_gpu_layers: "num_gpu",
  n_threads: "num_thread",
  threads: "num_thread",
  num_threads: "num_thread",
  n_batch: "num_batch",
  batch_size: "num_batch",
  repetition_penalty: "repeat_penalty",
  stop_sequence: "stop",
  stop_sequences: "stop",
  temp: "temperature",
};

const byName = new Map(parameters.map((info) => [info.name, info]));
const retiredByName = new Map(retiredParameters.map((info) => [info.name, info]));

export function tryFindParameter(name: string): ParameterInfo | undefined {
  return byName.get(name);
}

export function tryFindRetiredParameter(name: string): RetiredParameter | undefined {
  return retiredByName.get(name);
}

/**
 * Writes the model of examples/tiny: a llama of one layer whose weights are noise from a fixed seed. It can be built,
 * quantized, pushed and loaded like any other, and has nothing to say.
 *
 *   npx tsx scripts/make-example.ts [FILE]
 */
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { numberArray, stringArray } from "../src/weights/gguf/ggufArray.js";
import type { GgufEntry, GgufValue } from "../src/weights/gguf/ggufValue.js";
import { layoutGguf, type PlannedTensor } from "../src/weights/gguf/layoutGguf.js";
import { resolveTensorType } from "../src/weights/gguf/tensorTypes.js";
import { writeGguf } from "../src/weights/gguf/writeGguf.js";
import { quantizeRows } from "../src/weights/quantize/kernels/reference/quantizeRows.js";

const embedding = 256;
const heads = 2;
const headLength = 8;
const feedForward = 32;

/** Special tokens, the blank as SentencePiece writes it, then every printable ASCII character. */
const tokens = [
  "<unk>",
  "<s>",
  "</s>",
  "\u2581",
  ...Array.from({ length: 94 }, (_, index) => String.fromCharCode(0x21 + index)),
];

// The token types of llama.cpp (llama_token_type): unknown, control, normal.
const tokenTypes = tokens.map((_, index) => (index === 0 ? 2 : index < 3 ? 3 : 1));

const chatTemplate =
  "{% for message in messages %}<s>{{ message.role }}: {{ message.content }}</s>{% endfor %}" +
  "{% if add_generation_prompt %}<s>assistant: {% endif %}";

function metadata(): GgufEntry[] {
  const u32 = (value: number): GgufValue => ({ type: "u32", value });
  const text = (value: string): GgufValue => ({ type: "string", value });
  const values: Record<string, GgufValue> = {
    "general.architecture": text("llama"),
    "general.name": text("tiny"),
    "general.license": text("mit"),
    "llama.block_count": u32(1),
    "llama.context_length": u32(2048),
    "llama.embedding_length": u32(embedding),
    "llama.feed_forward_length": u32(feedForward),
    "llama.attention.head_count": u32(heads),
    "llama.attention.head_count_kv": u32(1),
    "llama.attention.key_length": u32(headLength),
    "llama.attention.value_length": u32(headLength),
    "llama.attention.layer_norm_rms_epsilon": { type: "f32", value: Math.fround(1e-5) },
    "llama.rope.dimension_count": u32(headLength),
    "llama.vocab_size": u32(tokens.length),
    "general.file_type": u32(1),
    "tokenizer.ggml.model": text("llama"),
    "tokenizer.ggml.pre": text("default"),
    "tokenizer.ggml.tokens": stringArray(tokens),
    "tokenizer.ggml.scores": numberArray(
      "f32",
      tokens.map((_, index) => -index),
    ),
    "tokenizer.ggml.token_type": numberArray("i32", tokenTypes),
    "tokenizer.ggml.bos_token_id": u32(1),
    "tokenizer.ggml.eos_token_id": u32(2),
    "tokenizer.ggml.unknown_token_id": u32(0),
    "tokenizer.chat_template": text(chatTemplate),
  };
  return Object.entries(values).map(([key, value]) => ({ key, value }));
}

function tensors(): PlannedTensor[] {
  const matrix = (name: string, row: number, rows: number): PlannedTensor => ({
    name,
    dims: [row, rows],
    type: resolveTensorType("f16"),
  });
  const norm = (name: string): PlannedTensor => ({ name, dims: [embedding], type: resolveTensorType("f32") });
  return [
    matrix("token_embd.weight", embedding, tokens.length),
    norm("blk.0.attn_norm.weight"),
    matrix("blk.0.attn_q.weight", embedding, heads * headLength),
    matrix("blk.0.attn_k.weight", embedding, headLength),
    matrix("blk.0.attn_v.weight", embedding, headLength),
    matrix("blk.0.attn_output.weight", heads * headLength, embedding),
    norm("blk.0.ffn_norm.weight"),
    matrix("blk.0.ffn_gate.weight", embedding, feedForward),
    matrix("blk.0.ffn_up.weight", embedding, feedForward),
    matrix("blk.0.ffn_down.weight", feedForward, embedding),
    norm("output_norm.weight"),
  ];
}

/** A linear congruential generator (Numerical Recipes), the same numbers on every machine. */
function createNoise(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
}

export async function writeExampleModel(path: string): Promise<void> {
  const noise = createNoise(20260101);
  await writeGguf(path, layoutGguf({ metadata: metadata(), tensors: tensors() }), ({ name, dims, type }) => {
    const count = dims.reduce((product, dim) => product * dim, 1);
    const scale = 2 / Math.sqrt(dims[0] ?? 1);
    const weights = Float32Array.from({ length: count }, () =>
      name.endsWith("_norm.weight") ? 1 : noise() * scale,
    );
    return [quantizeRows(type.name, weights, dims[0] ?? 1)];
  });
}

const example = fileURLToPath(new URL("../examples/tiny/tiny.gguf", import.meta.url));

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const path = resolve(process.argv[2] ?? example);
  await writeExampleModel(path);
  console.log(`wrote ${path}`);
}

/**
 * The marker tokens of chat formats, as the models' tokenizer configurations spell them. A marker in a
 * file belongs to one of these families, or to a model that nobody knows here.
 */
const families: Readonly<Record<string, readonly string[]>> = {
  ChatML: ["<|im_start|>", "<|im_end|>", "<|im_sep|>"],
  "Llama 3": [
    "<|begin_of_text|>",
    "<|start_header_id|>",
    "<|end_header_id|>",
    "<|eot_id|>",
    "<|eom_id|>",
    "<|python_tag|>",
  ],
  "Llama 4": ["<|header_start|>", "<|header_end|>", "<|eot|>", "<|eom|>"],
  "Llama 2": ["[INST]", "[/INST]", "<<SYS>>", "<</SYS>>"],
  Phi: ["<|system|>", "<|user|>", "<|assistant|>", "<|tool|>", "<|end|>", "<|observation|>"],
  Gemma: ["<start_of_turn>", "<end_of_turn>"],
  "Gemma 4": ["<|turn>", "<turn|>"],
  "Command R": [
    "<|START_OF_TURN_TOKEN|>",
    "<|END_OF_TURN_TOKEN|>",
    "<|USER_TOKEN|>",
    "<|CHATBOT_TOKEN|>",
    "<|SYSTEM_TOKEN|>",
  ],
  Harmony: ["<|start|>", "<|message|>", "<|channel|>", "<|end|>", "<|return|>", "<|call|>"],
  DeepSeek: ["<｜begin▁of▁sentence｜>", "<｜User｜>", "<｜Assistant｜>"],
  Granite: ["<|start_of_role|>", "<|end_of_role|>"],
  OpenChat: ["<|end_of_turn|>"],
};

/**
 * Tokens with which vocabularies end a text. A model may write one whatever its template says, so a stop
 * list may hold them without the template knowing.
 */
const vocabularyEnds: ReadonlySet<string> = new Set([
  "</s>",
  "<eos>",
  "<|EOT|>",
  "<|endoftext|>",
  "<|end_of_text|>",
  "<|eom_id|>",
  "<|eom|>",
  "<|return|>",
  "<|call|>",
  "<|observation|>",
  "<｜end▁of▁sentence｜>",
]);

/** Tokens that end a turn of a conversation: without them an answer runs on. */
const turnEnds: ReadonlySet<string> = new Set([
  "<|im_end|>",
  "<|eot_id|>",
  "<|eot|>",
  "<|end|>",
  "<end_of_turn>",
  "<turn|>",
  "<|END_OF_TURN_TOKEN|>",
  "<|end_of_turn|>",
]);

export function isEndToken(token: string): boolean {
  return turnEnds.has(token) || vocabularyEnds.has(token);
}

export function isTurnEnd(token: string): boolean {
  return turnEnds.has(token);
}

/** What ends a turn of models with such names, as the library's and their makers' configurations have it. */
const turnEndsByName: readonly (readonly [RegExp, readonly string[]])[] = [
  [/(?:^|[/-])llama-?3/i, ["<|eot_id|>"]],
  [/(?:^|[/-])(?:qwen|smollm|phi-?4)/i, ["<|im_end|>"]],
  [/(?:^|[/-])gemma/i, ["<end_of_turn>", "<turn|>"]],
  [/(?:^|[/-])phi-?3/i, ["<|end|>"]],
];

/** The tokens that end a turn of a model, as far as its name tells. */
export function tryFindTurnEnds(model: string): readonly string[] | undefined {
  return turnEndsByName.find(([name]) => name.test(model))?.[1];
}

export function isVocabularyEnd(token: string): boolean {
  return vocabularyEnds.has(token);
}

export interface TokenFamily {
  readonly name: string;
  readonly tokens: readonly string[];
}

export function familiesOf(token: string): TokenFamily[] {
  return Object.entries(families)
    .filter(([, tokens]) => tokens.includes(token))
    .map(([name, tokens]) => ({ name, tokens }));
}

const marker = /<[|｜][^<>\r\n{}]{1,60}[|｜]>/g;

/** The markers with bars that a text holds, each once. */
export function findMarkers(text: string): string[] {
  return text.includes("|>") || text.includes("｜>") ? [...new Set(text.match(marker))] : [];
}

/** Spells the full-width bar and the low block of some families in ASCII, which looks nearly the same. */
export function plainSpelling(token: string): string {
  return token.replaceAll("｜", "|").replace(/[▁ ]/g, "_");
}

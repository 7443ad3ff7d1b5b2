/** What a parser that is built into Ollama reads out of answers. */
export interface ParserAbilities {
  readonly tools: boolean;
  readonly thinking: boolean;
}

const both: ParserAbilities = { tools: true, thinking: true };
const tools: ParserAbilities = { tools: true, thinking: false };
const neither: ParserAbilities = { tools: false, thinking: false };

/** The parsers of Ollama v0.33 (model/parsers); of names that are not here nothing is claimed. */
const abilities: Readonly<Record<string, ParserAbilities>> = {
  cogito: both,
  deepseek3: both,
  functiongemma: tools,
  gemma4: both,
  "gemma4-no-thinking": tools,
  "glm-4.7": both,
  harmony: both,
  lfm2: tools,
  "lfm2-thinking": both,
  ministral: tools,
  "nemotron-3-nano": both,
  "nemotron-3.5-nano": both,
  olmo3: tools,
  "olmo3-think": both,
  passthrough: neither,
  qwen3: tools,
  "qwen3-coder": tools,
  "qwen3-thinking": both,
  "qwen3-vl-instruct": tools,
  "qwen3-vl-thinking": both,
  "qwen3.5": both,
};

export function parserAbilities(name: string | undefined): ParserAbilities {
  return (name !== undefined && Object.hasOwn(abilities, name) ? abilities[name] : undefined) ?? neither;
}

/** The one table of instructions: the parser, completion, hover, documents and rules read it. */

export interface InstructionInfo {
  readonly name: InstructionName;
  /** What Ollama calls the command in its own reading. */
  readonly ollamaName: string;
  readonly syntax: string;
  readonly summary: string;
  readonly details: string;
  /** Whether a later one replaces an earlier one, or each adds to the former. */
  readonly repeats: "replaces" | "adds";
  /** First Ollama version that knows it. */
  readonly since: string;
}

export const instructionNames = [
  "FROM",
  "PARAMETER",
  "TEMPLATE",
  "SYSTEM",
  "ADAPTER",
  "MESSAGE",
  "LICENSE",
  "DRAFT",
  "RENDERER",
  "PARSER",
  "REQUIRES",
] as const;

export type InstructionName = (typeof instructionNames)[number];

const lowerNames: ReadonlySet<string> = new Set(instructionNames.map((name) => name.toLowerCase()));

/** Ollama compares in lower case; in upper case a long s (U+017F) would pass for an S. */
export function isInstructionWord(word: string): boolean {
  return lowerNames.has(word.toLowerCase());
}

export const instructions: Readonly<Record<InstructionName, InstructionInfo>> = {
  FROM: {
    name: "FROM",
    ollamaName: "model",
    syntax: "FROM <model | file.gguf | directory>",
    summary: "The model to start from: a model's name, a GGUF file, or a directory with Safetensors weights.",
    details:
      "Required. A path is relative to the Modelfile and wins over a model of the same name. Several FROM lines with files are merged (text model, projector); of several names the last one counts.",
    repeats: "adds",
    since: "0.0.1",
  },
  PARAMETER: {
    name: "PARAMETER",
    ollamaName: "parameter",
    syntax: "PARAMETER <name> <value>",
    summary: "A default for running the model: sampling, context size, stop sequences.",
    details: "Of a repeated name the last value counts; only `stop` collects. Names are case-sensitive.",
    repeats: "replaces",
    since: "0.0.1",
  },
  TEMPLATE: {
    name: "TEMPLATE",
    ollamaName: "template",
    syntax: 'TEMPLATE """<Go template>"""',
    summary: "The prompt: a Go template that turns the conversation into the text the model sees.",
    details:
      "Replaces the base model's template whole. `.Messages` with `range` is the current form; `.System`, `.Prompt` and `.Response` the legacy one. An empty value counts as absent.",
    repeats: "replaces",
    since: "0.0.1",
  },
  SYSTEM: {
    name: "SYSTEM",
    ollamaName: "system",
    syntax: 'SYSTEM """<text>"""',
    summary: "The system message used when a request brings none.",
    details: "The text is sent as it is, without templates or variables. An empty value counts as absent.",
    repeats: "replaces",
    since: "0.0.1",
  },
  ADAPTER: {
    name: "ADAPTER",
    ollamaName: "adapter",
    syntax: "ADAPTER <adapter.gguf | directory>",
    summary: "A LoRA adapter for the base model: a GGUF adapter file or a directory with Safetensors.",
    details: "The base must be the model that the adapter was trained on. Of several the last one counts.",
    repeats: "replaces",
    since: "0.0.7",
  },
  MESSAGE: {
    name: "MESSAGE",
    ollamaName: "message",
    syntax: "MESSAGE <system | user | assistant> <text>",
    summary: "A message of the conversation that every chat starts with.",
    details: "Roles are lower-case. Any MESSAGE replaces the whole history inherited from the base model.",
    repeats: "adds",
    since: "0.1.21",
  },
  LICENSE: {
    name: "LICENSE",
    ollamaName: "license",
    syntax: 'LICENSE """<text>"""',
    summary: "The licence of the model, as text.",
    details: "Each LICENSE adds one; those of the base model stay.",
    repeats: "adds",
    since: "0.0.8",
  },
  DRAFT: {
    name: "DRAFT",
    ollamaName: "draft",
    syntax: "DRAFT <file.gguf>",
    summary: "A small draft model for speculative decoding: a local file.",
    details: "Must exist and must not be the file that FROM names. Several accumulate.",
    repeats: "adds",
    since: "0.23.1",
  },
  RENDERER: {
    name: "RENDERER",
    ollamaName: "renderer",
    syntax: "RENDERER <name>",
    summary: "A renderer built into Ollama that writes the prompt instead of a template.",
    details:
      "Goes with PARSER. Not checked when the model is created: an unknown name fails at the first chat.",
    repeats: "replaces",
    since: "0.12.0",
  },
  PARSER: {
    name: "PARSER",
    ollamaName: "parser",
    syntax: "PARSER <name>",
    summary: "A parser built into Ollama that reads thinking and tool calls out of the answer.",
    details:
      "Goes with RENDERER. Not checked when the model is created: an unknown name fails at the first chat.",
    repeats: "replaces",
    since: "0.12.0",
  },
  REQUIRES: {
    name: "REQUIRES",
    ollamaName: "requires",
    syntax: "REQUIRES <version>",
    summary: "The lowest Ollama version that can run the model.",
    details: "A semantic version such as 0.14.0.",
    repeats: "replaces",
    since: "0.14.0",
  },
};

/** Roles that MESSAGE accepts; only in lower case. */
export const messageRoles = ["system", "user", "assistant"] as const;
export type MessageRole = (typeof messageRoles)[number];

export function isMessageRole(text: string): text is MessageRole {
  return (messageRoles as readonly string[]).includes(text);
}

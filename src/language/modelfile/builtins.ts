/**
 * The one table of what is built into Ollama for RENDERER and PARSER (v0.33 model/renderers/renderer.go and
 * model/parsers/parsers.go; `since` and `until` from the same files of its release tags).
 */

export interface BuiltinInfo {
  readonly name: string;
  readonly since: string;
  /** First version that no longer knows it. */
  readonly until?: string;
  /** What it is called now. */
  readonly instead?: string;
}

export interface RendererInfo extends BuiltinInfo {
  /** The parser that reads the answers to its prompts. */
  readonly parser: string;
}

export const renderers: readonly RendererInfo[] = [
  { name: "qwen3-coder", since: "0.12.0", parser: "qwen3-coder" },
  { name: "qwen3-vl-instruct", since: "0.12.6", parser: "qwen3-vl-instruct" },
  { name: "qwen3-vl-thinking", since: "0.12.7", parser: "qwen3-vl-thinking" },
  { name: "qwen3.5", since: "0.17.1", parser: "qwen3.5" },
  { name: "qwen3.8", since: "0.32.12", parser: "qwen3.5" },
  { name: "ornith", since: "0.30.11", parser: "ornith" },
  { name: "cogito", since: "0.13.0", parser: "cogito" },
  { name: "deepseek3.1", since: "0.13.5", parser: "deepseek3" },
  { name: "olmo3", since: "0.13.3", parser: "olmo3" },
  { name: "olmo3.1", since: "0.13.4", parser: "olmo3" },
  { name: "olmo3-think", since: "0.13.3", parser: "olmo3-think" },
  { name: "olmo3-32b-think", since: "0.13.4", parser: "olmo3-think" },
  { name: "nemotron-3-nano", since: "0.13.4", parser: "nemotron-3-nano" },
  { name: "nemotron-3.5-nano", since: "0.32.9", parser: "nemotron-3.5-nano" },
  { name: "gemma4", since: "0.20.0", parser: "gemma4" },
  { name: "gemma4-small", since: "0.21.0", parser: "gemma4" },
  { name: "gemma4-large", since: "0.21.0", parser: "gemma4" },
  { name: "functiongemma", since: "0.13.5", parser: "functiongemma" },
  { name: "glm-4.7", since: "0.14.3", parser: "glm-4.7" },
  { name: "glm-ocr", since: "0.15.5", parser: "glm-ocr" },
  { name: "lfm2", since: "0.14.3", parser: "lfm2" },
  { name: "lfm2-thinking", since: "0.14.3", parser: "lfm2-thinking" },
  { name: "laguna", since: "0.22.0", parser: "laguna" },
  { name: "poolside-v1", since: "0.32.3", parser: "poolside-v1" },
  { name: "cohere", since: "0.30.10", parser: "cohere" },
  { name: "glimmer", since: "0.32.7", parser: "glimmer" },
  { name: "deepseek-v3.1", since: "0.13.4", until: "0.13.5", instead: "deepseek3.1", parser: "deepseek3" },
  { name: "laguna-v8", since: "0.32.2", until: "0.32.3", instead: "poolside-v1", parser: "laguna-v8" },
];

export const parsers: readonly BuiltinInfo[] = [
  { name: "qwen3", since: "0.16.3" },
  { name: "qwen3-thinking", since: "0.16.3" },
  { name: "qwen3.5", since: "0.17.1" },
  { name: "ornith", since: "0.30.11" },
  { name: "qwen3-coder", since: "0.12.0" },
  { name: "qwen3-vl-instruct", since: "0.12.6" },
  { name: "qwen3-vl-thinking", since: "0.12.7" },
  { name: "ministral", since: "0.13.1" },
  { name: "passthrough", since: "0.12.0" },
  { name: "harmony", since: "0.12.1" },
  { name: "cogito", since: "0.13.1" },
  { name: "deepseek3", since: "0.13.5" },
  { name: "olmo3", since: "0.13.3" },
  { name: "olmo3-think", since: "0.13.3" },
  { name: "nemotron-3-nano", since: "0.13.4" },
  { name: "nemotron-3.5-nano", since: "0.32.9" },
  { name: "functiongemma", since: "0.13.5" },
  { name: "glm-4.7", since: "0.14.3" },
  { name: "gemma4", since: "0.20.0" },
  { name: "gemma4-no-thinking", since: "0.20.0" },
  { name: "glm-ocr", since: "0.15.5" },
  { name: "lfm2", since: "0.14.3" },
  { name: "lfm2-thinking", since: "0.14.3" },
  { name: "laguna", since: "0.22.0" },
  { name: "poolside-v1", since: "0.32.3" },
  { name: "cohere", since: "0.30.10" },
  { name: "glimmer", since: "0.32.7" },
  { name: "laguna-v8", since: "0.32.2", until: "0.32.3", instead: "poolside-v1" },
];

const renderersByName = new Map(renderers.map((info) => [info.name, info]));
const parsersByName = new Map(parsers.map((info) => [info.name, info]));

/** Names are case-sensitive. */
export function tryFindRenderer(name: string): RendererInfo | undefined {
  return renderersByName.get(name);
}

export function tryFindParser(name: string): BuiltinInfo | undefined {
  return parsersByName.get(name);
}

/**
 * Architectures for which Ollama fills in whatever of the two is missing, renderer and parser of one name
 * (v0.33 server/create.go).
 */
const builtinOfArchitecture: ReadonlyMap<string, string> = new Map([
  ["gemma4", "gemma4"],
  ["laguna", "laguna"],
  ["nemotron_h", "nemotron-3-nano"],
  ["nemotron_h_moe", "nemotron-3-nano"],
  ["nemotron_h_omni", "nemotron-3-nano"],
]);

export function tryFindBuiltinOf(architecture: string | undefined): string | undefined {
  return architecture === undefined ? undefined : builtinOfArchitecture.get(architecture);
}

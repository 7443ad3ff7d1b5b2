import {
  architectureKey,
  getArchitecture,
  getBoolean,
  getString,
  type HasMetadata,
  tryValue,
} from "../../weights/gguf/metadata.js";
import { type ParserAbilities, parserAbilities } from "./builtinParsers.js";
import type { ModelDetails } from "./modelDetails.js";

/** What a chat template can express. */
export interface TemplateAbilities extends ParserAbilities {
  /** Fill-in-the-middle. */
  readonly insert: boolean;
  /** Calls and their answers are both written. */
  readonly toolRoundTrip: boolean;
}

/** Reads a Go template's abilities; the language of templates is not this room's. */
export type ReadTemplateAbilities = (template: string) => TemplateAbilities;

const none: TemplateAbilities = { tools: false, thinking: false, insert: false, toolRoundTrip: false };

/** What writes the prompt. */
export type ChatPath =
  | { readonly kind: "native"; readonly template: string; readonly abilities: TemplateAbilities }
  | { readonly kind: "go"; readonly template: string; readonly abilities: TemplateAbilities };

/** Ollama's template for a model that has none. */
export const defaultTemplate = "{{ .Prompt }}";

/**
 * Whether Ollama v0.33 uses the model's Go template or the Jinja template inside its GGUF file: the Go one, unless
 * there is none, or the other one can do more.
 */
export function chooseChatPath(details: ModelDetails, read: ReadTemplateAbilities): ChatPath {
  const { template, config, model } = details;
  const jinja = model?.header && getString(model.header, "tokenizer.chat_template");
  const go: ChatPath = {
    kind: "go",
    template: template ?? defaultTemplate,
    abilities: read(template ?? defaultTemplate),
  };
  if (jinja === undefined || config.renderer || config.parser || isHarmony(details)) return go;
  const native: ChatPath = { kind: "native", template: jinja, abilities: readJinjaAbilities(jinja) };
  if (template === undefined) return native;
  return isBetter(native.abilities, go.abilities) ? native : go;
}

function isBetter(native: TemplateAbilities, go: TemplateAbilities): boolean {
  const gained = countOf(native) - countOf(go);
  if (gained > 0) return !go.toolRoundTrip || native.toolRoundTrip;
  return gained === 0 && go.tools && native.toolRoundTrip && !go.toolRoundTrip;
}

function countOf({ tools, thinking }: TemplateAbilities): number {
  return Number(tools) + Number(thinking);
}

function isHarmony({ config, template = "" }: ModelDetails): boolean {
  return isGptOss(config.modelFamily) && template.includes("<|start|>") && template.includes("<|end|>");
}

function isGptOss(family: string | undefined): boolean {
  return family === "gptoss" || family === "gpt-oss";
}

/** By words in the text, as Ollama v0.33 tells it. */
function readJinjaAbilities(text: string): TemplateAbilities {
  const has = (...words: string[]): boolean => words.some((word) => text.includes(word));
  const splitsThought =
    has("content.split('</think>')", 'content.split("</think>")') &&
    !has("reasoning_content", "<SPECIAL_12>");
  const answers = [
    "tool_response",
    "tool_results",
    "role == 'tool'",
    'role == "tool"',
    "['role'] == 'tool'",
    "ipython",
  ];
  return {
    ...none,
    tools: has("tools", "tool_call"),
    thinking: (has("<think>") && has("</think>")) || splitsThought,
    toolRoundTrip: has("tool_calls", "assistant_tool_call") && has(...answers),
  };
}

/**
 * In Ollama v0.33's order, each once. Its list looks at less than its show: neither at the template inside the GGUF file
 * nor at parts of the model that lie in the same file, and it names what the config states later (cases c08, c21 and c38
 * of the show goldens).
 */
export function readCapabilities(
  details: ModelDetails,
  path: ChatPath,
  { isList = false }: { readonly isList?: boolean } = {},
): string[] {
  const { config, model, projectors } = details;
  const stated = config.capabilities ?? [];
  const found = new Set<string>(isList ? [] : stated);
  const add = (has: boolean, name: string): void => {
    if (has) found.add(name);
  };
  if (path.kind === "native" && !isList) {
    add(path.abilities.tools, "tools");
    add(path.abilities.thinking, "thinking");
  }
  if (model?.header) {
    const has = (name: string): boolean => hasKey(model.header, name);
    found.add(has("pooling_type") ? "embedding" : "completion");
    add(!isList && has("vision.block_count"), "vision");
    add(!isList && has("audio.block_count"), "audio");
  }
  for (const name of stated) found.add(name);
  add(projectors.length > 0, "vision");
  add(
    projectors.some(({ header }) => header !== undefined && hearsAudio(header)),
    "audio",
  );
  if (path.kind === "go") {
    add(path.abilities.tools, "tools");
    add(path.abilities.insert, "insert");
    add(path.abilities.thinking, "thinking");
  }
  const parser = parserAbilities(config.parser);
  add(parser.tools, "tools");
  add(parser.thinking || isGptOss(config.modelFamily), "thinking");
  return [...found].filter((name) => !isRemoved(name, config));
}

function hasKey(header: HasMetadata | undefined, name: string): boolean {
  return header !== undefined && tryValue(header, architectureKey(header, name)) !== undefined;
}

function hearsAudio(header: HasMetadata): boolean {
  const arch = getArchitecture(header) ?? "";
  const hears = getBoolean(header, `${arch}.has_audio_encoder`) === true;
  return hears && getString(header, `${arch}.vision.projector_type`) !== "gemma3nv";
}

/** What Ollama v0.33 cannot do yet although the weights could. */
function isRemoved(
  capability: string,
  { modelFormat, modelFamily, renderer = "" }: ModelDetails["config"],
): boolean {
  const isSafetensors = modelFormat === "safetensors";
  const isNemotron = renderer.startsWith("nemotron-3");
  if (capability === "audio") {
    if (modelFamily === "nemotron_h_omni") return true;
    return isSafetensors && (renderer === "gemma4" || renderer === "glimmer" || isNemotron);
  }
  return capability === "vision" && isSafetensors && (renderer === "gemma4" || isNemotron);
}

import { isValidModelName, type ModelName, parseModelName } from "../../../base/modelName.js";
import type { Instruction } from "../../modelfile/tree.js";
import type { Span } from "../../text/span.js";
import type { EditorDocument } from "../document/editorDocument.js";
import { emptySurroundings, type Surroundings } from "../document/surroundings.js";

export interface DocumentLink {
  readonly span: Span;
  /** A URI. */
  readonly target: string;
}

/** FROM, ADAPTER and DRAFT lead to their file, or to the page of the model's registry. */
export function listLinks(
  { tree }: EditorDocument,
  surroundings: Surroundings = emptySurroundings,
): readonly DocumentLink[] {
  return tree.instructions.flatMap((instruction) => {
    const { value } = instruction;
    if (!value?.closed || value.text === "") return [];
    const target = targetOf(instruction, value.text, surroundings);
    return target === undefined ? [] : [{ span: value.contentSpan, target }];
  });
}

/** As for Ollama, what exists as a path is one. */
function targetOf({ name }: Instruction, text: string, surroundings: Surroundings): string | undefined {
  if (name !== "FROM" && name !== "ADAPTER" && name !== "DRAFT") return undefined;
  const path = surroundings.peek.findPath(text);
  if (path && path.kind !== "missing") return surroundings.findUri(text);
  return name === "FROM" && !isPathLike(text) ? pageOf(parseModelName(text)) : undefined;
}

const weightsSuffix = /\.(?:gguf|safetensors|bin|pth)$/i;

function isPathLike(text: string): boolean {
  return /^[./\\~]/.test(text) || (weightsSuffix.test(text) && text.split("/").length < 3);
}

/** Where the registry of a name shows the model to people; only of the registries whose pages are known. */
function pageOf(name: ModelName): string | undefined {
  if (!isValidModelName(name)) return undefined;
  const { host, namespace, model, tag } = name;
  switch (host.toLowerCase()) {
    case "registry.ollama.ai":
    case "ollama.com":
      return `https://ollama.com/${namespace}/${model}:${tag}`;
    case "hf.co":
    case "huggingface.co":
      return `https://huggingface.co/${namespace}/${model}`;
    default:
      return undefined;
  }
}

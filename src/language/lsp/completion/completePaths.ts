import type { Span } from "../../text/span.js";
import type { Surroundings } from "../document/surroundings.js";
import type { CompletionItem } from "./completionItem.js";

/** Files that Ollama can take weights from. */
const weights = /\.(?:gguf|safetensors|bin|pth)$/i;

/** Completes the last part of the path that is typed so far; `span` is the whole value. */
export function completePaths(typed: string, span: Span, surroundings: Surroundings): CompletionItem[] {
  const cut = Math.max(typed.lastIndexOf("/"), typed.lastIndexOf("\\")) + 1;
  const folder = typed.slice(0, cut);
  const entries = surroundings.listFolder(folder === "" ? "." : folder) ?? [];
  const isHiddenWanted = typed.startsWith(".", cut);
  return entries
    .filter(({ kind, name }) => kind === "folder" || weights.test(name))
    .filter(({ name }) => isHiddenWanted || !name.startsWith("."))
    .map(({ kind, name }) => ({
      label: kind === "folder" ? `${name}/` : name,
      kind,
      span: { start: span.start + cut, end: span.end },
      insert: [kind === "folder" ? `${name}/` : name],
      rank: kind === "folder" ? 1 : 0,
    }));
}

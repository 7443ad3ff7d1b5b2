import { parsers, renderers, tryFindRenderer } from "../../modelfile/builtins.js";
import type { Span } from "../../text/span.js";
import { describeTopic } from "../docs/describeTopic.js";
import type { EditorDocument } from "../document/editorDocument.js";
import type { CompletionItem } from "./completionItem.js";

export function completeRenderers(span: Span): CompletionItem[] {
  return renderers
    .filter(({ until }) => until === undefined)
    .map((info) => ({
      label: info.name,
      kind: "value",
      detail: `since Ollama ${info.since}`,
      documentation: describeTopic({ kind: "renderer", info }),
      span,
      insert: [info.name],
      rank: 0,
    }));
}

/** The parser that goes with the file's renderer comes first. */
export function completeParsers({ tree }: EditorDocument, span: Span): CompletionItem[] {
  const renderer = tree.instructions.findLast(({ name }) => name === "RENDERER")?.value?.text;
  const partner = renderer === undefined ? undefined : tryFindRenderer(renderer)?.parser;
  return parsers
    .filter(({ until }) => until === undefined)
    .map((info) => ({
      label: info.name,
      kind: "value",
      detail: info.name === partner ? `goes with RENDERER ${renderer}` : `since Ollama ${info.since}`,
      documentation: describeTopic({ kind: "parser", info }),
      span,
      insert: [info.name],
      rank: info.name === partner ? 0 : 1,
    }));
}

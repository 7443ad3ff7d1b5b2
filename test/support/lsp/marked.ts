import type { ModelFact, PathFact } from "../../../src/language/lint/modelPeek.js";
import { type EditorDocument, parseDocument } from "../../../src/language/lsp/document/editorDocument.js";
import type { FolderEntry, Surroundings } from "../../../src/language/lsp/document/surroundings.js";
import { type TextEdit, tryApplyEdits } from "../../../src/language/text/edit.js";
import type { Span } from "../../../src/language/text/span.js";

export const mark = "<|>";

export interface Marked {
  readonly document: EditorDocument;
  /** Where the mark was. */
  readonly offset: number;
  /** Where all marks were. */
  readonly offsets: readonly number[];
}

/** A document from text in which `<|>` marks positions. */
export function openMarked(marked: string, uri = "file:///m/Modelfile"): Marked {
  const parts = marked.split(mark);
  const offsets = parts.slice(0, -1).map((_, at) => parts.slice(0, at + 1).join("").length);
  return { document: parseDocument(uri, 1, parts.join("")), offset: offsets[0] ?? 0, offsets };
}

/** The text with marks around a span. */
export function showSpan(text: string, { start, end }: Span): string {
  return `${text.slice(0, start)}${mark}${text.slice(start, end)}${mark}${text.slice(end)}`;
}

export function applied(text: string, edits: readonly TextEdit[]): string {
  const result = tryApplyEdits(text, edits);
  if (result === undefined) throw new Error("the edits overlap");
  return result;
}

interface World {
  readonly models?: Readonly<Record<string, ModelFact>>;
  readonly paths?: Readonly<Record<string, PathFact>>;
  readonly folders?: Readonly<Record<string, readonly FolderEntry[]>>;
}

/** Surroundings written down: what is not in them is missing. */
export function surroundingsOf({ models = {}, paths = {}, folders = {} }: World): Surroundings {
  return {
    peek: {
      findPath: (path) => paths[path] ?? { kind: "missing" },
      findModel: (name) => models[name],
    },
    listModels: () => Object.keys(models),
    listFolder: (path) => folders[path],
    findUri: (path) => `file:///m/${path.replace(/^\.\//, "")}`,
  };
}

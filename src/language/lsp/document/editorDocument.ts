import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { parseModelfile } from "../../modelfile/parseModelfile.js";
import type { ModelfileTree } from "../../modelfile/tree.js";

/** A file that is open in an editor, at one moment of its life. Requests are functions of it and an offset. */
export interface EditorDocument {
  readonly uri: string;
  /** The client's number of this text. */
  readonly version: number;
  readonly text: string;
  readonly tree: ModelfileTree;
}

/** A document whose findings are known. */
export interface LintedDocument extends EditorDocument {
  readonly diagnostics: readonly Diagnostic[];
}

export function parseDocument(uri: string, version: number, text: string): EditorDocument {
  return { uri, version, text, tree: parseModelfile(text, uri) };
}

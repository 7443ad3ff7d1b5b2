import { formatModelfile } from "../../format/formatModelfile.js";
import type { TextEdit } from "../../text/edit.js";
import type { EditorDocument } from "../document/editorDocument.js";
import { narrowEdit } from "../text/narrowEdit.js";

/** The edits that bring a file into the one style; none for a file that Ollama cannot read. */
export function formatDocument({ tree, text }: EditorDocument): readonly TextEdit[] {
  const formatted = formatModelfile(tree);
  return formatted.kind === "ok" ? narrowEdit(text, formatted.text) : [];
}

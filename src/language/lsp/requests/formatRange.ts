import { formatModelfile } from "../../format/formatModelfile.js";
import { parseModelfile } from "../../modelfile/parseModelfile.js";
import type { Item, ModelfileTree } from "../../modelfile/tree.js";
import type { TextEdit } from "../../text/edit.js";
import type { Span } from "../../text/span.js";
import type { EditorDocument } from "../document/editorDocument.js";
import { narrowEdit } from "../text/narrowEdit.js";

/**
 * Formats the instructions and comments that a selection touches, and nothing else. Formatting keeps every item
 * in its place, so the items of the formatted file stand for those of this one.
 */
export function formatRange({ tree, text }: EditorDocument, range: Span): readonly TextEdit[] {
  const formatted = formatModelfile(tree);
  if (formatted.kind !== "ok") return [];
  const after = parseModelfile(formatted.text);
  if (after.items.length !== tree.items.length) return [];
  const first = tree.items.findIndex(({ span }) => span.end >= range.start);
  const last = tree.items.findLastIndex(({ span }) => span.start <= range.end);
  const before = spanOfItems(tree, first, last);
  const wanted = spanOfItems(after, first, last);
  if (!before || !wanted) return [];
  return narrowEdit(
    text.slice(before.start, before.end),
    formatted.text.slice(wanted.start, wanted.end),
    before.start,
  );
}

/** From the start of the first item's line to the end of the last one, which the next line break bounds. */
function spanOfItems({ items, source }: ModelfileTree, first: number, last: number): Span | undefined {
  const from: Item | undefined = items[first];
  const to: Item | undefined = items[last];
  if (!from || !to || last < first) return undefined;
  const { lines } = source;
  const start = lines.lineSpan(lines.positionAt(from.span.start).line).start;
  return { start, end: lines.lineSpan(lines.positionAt(to.span.end).line).end };
}

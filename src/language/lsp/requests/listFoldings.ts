import type { ModelfileTree } from "../../modelfile/tree.js";
import type { EditorDocument } from "../document/editorDocument.js";

/** Lines that can be folded into their first one; zero-based, both included. */
export interface Folding {
  readonly firstLine: number;
  readonly lastLine: number;
  readonly kind: "value" | "comment";
}

/** Instructions over several lines, and comments on neighbouring lines. */
export function listFoldings({ tree }: EditorDocument): readonly Folding[] {
  const { lines } = tree.source;
  const values = tree.instructions.map(({ span }): Folding => {
    const firstLine = lines.positionAt(span.start).line;
    return { firstLine, lastLine: lines.positionAt(span.end).line, kind: "value" };
  });
  return [...values, ...commentBlocks(tree)]
    .filter(({ firstLine, lastLine }) => lastLine > firstLine)
    .sort((a, b) => a.firstLine - b.firstLine);
}

function commentBlocks({ items, source }: ModelfileTree): Folding[] {
  const blocks: Folding[] = [];
  for (const item of items) {
    if (item.kind !== "comment") continue;
    const { line } = source.lines.positionAt(item.span.start);
    const last = blocks[blocks.length - 1];
    if (last && last.lastLine === line - 1) blocks[blocks.length - 1] = { ...last, lastLine: line };
    else blocks.push({ firstLine: line, lastLine: line, kind: "comment" });
  }
  return blocks;
}

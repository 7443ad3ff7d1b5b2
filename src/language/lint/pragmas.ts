import type { CommentItem, ModelfileTree } from "../modelfile/tree.js";
import type { Span } from "../text/span.js";

/**
 * A comment that speaks to lint: `# mf: ignore[MF201] reason` above an instruction, `# mf: ignore-file[…]`
 * anywhere, `# mf: disable[…]` to `# mf: enable[…]` for a range.
 */
export interface Pragma {
  readonly kind: "ignore" | "ignore-file" | "disable" | "enable";
  readonly rules: readonly PragmaRule[];
  readonly reason: string;
  readonly span: Span;
  /** The part of the file that it silences. */
  readonly reach: Span;
}

export interface PragmaRule {
  /** A number or a name, as written. */
  readonly text: string;
  readonly span: Span;
}

/** A comment that starts like a pragma and is none. */
export interface MalformedPragma {
  readonly kind: "malformed";
  readonly problem: string;
  readonly span: Span;
}

const start = /^#\s*mf:\s*/;
const whole = /^(ignore-file|ignore|disable|enable)\s*\[([^\]]*)\]\s*(.*)$/;

export function readPragmas(tree: ModelfileTree): (Pragma | MalformedPragma)[] {
  const { text } = tree.source;
  if (!text.includes("mf:")) return [];
  const found: (Pragma | MalformedPragma)[] = [];
  for (const [index, item] of tree.items.entries()) {
    if (item.kind !== "comment") continue;
    const pragma = tryReadPragma(tree, item, index);
    if (pragma) found.push(pragma);
  }
  return found.map((pragma, at) =>
    pragma.kind === "disable" ? endAtEnable(pragma, found.slice(at + 1)) : pragma,
  );
}

function tryReadPragma(
  tree: ModelfileTree,
  item: CommentItem,
  index: number,
): Pragma | MalformedPragma | undefined {
  const comment = tree.source.text.slice(item.span.start, item.span.end);
  const opening = start.exec(comment);
  if (!opening) return undefined;
  const match = whole.exec(comment.slice(opening[0].length));
  if (!match) {
    const problem =
      "expected ignore[…], ignore-file[…], disable[…] or enable[…] with rule numbers in the brackets";
    return { kind: "malformed", problem, span: item.span };
  }
  const [, kind, list = "", reason = ""] = match;
  const listStart = item.span.start + opening[0].length + match[0].indexOf("[") + 1;
  return {
    kind: kind as Pragma["kind"],
    rules: readRules(list, listStart),
    reason: reason.trim(),
    span: item.span,
    reach: reachOf(tree, kind as Pragma["kind"], item, index),
  };
}

function readRules(list: string, offset: number): PragmaRule[] {
  return [...list.matchAll(/[^\s,]+/g)].map((match) => {
    const at = offset + match.index;
    return { text: match[0], span: { start: at, end: at + match[0].length } };
  });
}

function reachOf(tree: ModelfileTree, kind: Pragma["kind"], item: CommentItem, index: number): Span {
  const end = tree.source.text.length;
  switch (kind) {
    case "ignore-file":
      return { start: 0, end };
    case "disable":
      return { start: item.span.start, end };
    case "enable":
      return { start: item.span.start, end: item.span.start };
    case "ignore": {
      const next = tree.items.slice(index + 1).find((later) => later.kind !== "comment");
      return { start: item.span.start, end: next ? next.span.end : item.span.end };
    }
  }
}

function endAtEnable(pragma: Pragma, later: readonly (Pragma | MalformedPragma)[]): Pragma {
  const names = new Set(pragma.rules.map(({ text }) => text));
  const end = later.find(
    (one): one is Pragma => one.kind === "enable" && one.rules.some(({ text }) => names.has(text)),
  );
  return end ? { ...pragma, reach: { start: pragma.reach.start, end: end.span.end } } : pragma;
}

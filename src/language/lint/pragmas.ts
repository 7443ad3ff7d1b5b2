import type { CommentItem, Item, ModelfileTree } from "../modelfile/tree.js";
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
  /** The part of the file that it speaks of; for `disable` to the end, whatever is enabled on the way. */
  readonly reach: Span;
}

export interface PragmaRule {
  /** A number or a name, as written. */
  readonly text: string;
  readonly span: Span;
  /** Where this rule is silenced. */
  readonly reach: Span;
  /** The `enable` that ends the reach of a `disable`. */
  readonly endedBy?: Pragma;
}

/** A comment that starts like a pragma and is none. */
export interface MalformedPragma {
  readonly kind: "malformed";
  readonly problem: string;
  readonly span: Span;
}

const start = /^#\s*mf:\s*/;
const whole = /^(ignore-file|ignore|disable|enable)\s*\[([^\]]*)\]\s*(.*)$/;

/** In the order of the file. `keyOf` gives number and name of one rule the same key. */
export function readPragmas(
  tree: ModelfileTree,
  keyOf: (ruleText: string) => string = (text) => text,
): (Pragma | MalformedPragma)[] {
  const { text } = tree.source;
  if (!text.includes("mf:")) return [];
  const found: (Pragma | MalformedPragma)[] = [];
  const enabled = new Map<string, Pragma>();
  let next: Item | undefined;
  // From behind, so that each pragma meets what comes after it without looking for it.
  for (const item of [...tree.items].reverse()) {
    if (item.kind !== "comment") {
      next = item;
      continue;
    }
    const pragma = tryReadPragma(tree, item, next);
    if (!pragma) continue;
    found.push(pragma.kind === "disable" ? endAtEnable(pragma, enabled, keyOf) : pragma);
    if (pragma.kind === "enable") for (const rule of pragma.rules) enabled.set(keyOf(rule.text), pragma);
  }
  return found.reverse();
}

function tryReadPragma(
  tree: ModelfileTree,
  { span }: CommentItem,
  next: Item | undefined,
): Pragma | MalformedPragma | undefined {
  const comment = tree.source.text.slice(span.start, span.end);
  const opening = start.exec(comment);
  if (!opening) return undefined;
  const match = whole.exec(comment.slice(opening[0].length));
  if (!match) {
    const problem =
      "expected ignore[…], ignore-file[…], disable[…] or enable[…] with rule numbers in the brackets";
    return { kind: "malformed", problem, span };
  }
  const [, kind, list = "", reason = ""] = match;
  const listStart = span.start + opening[0].length + match[0].indexOf("[") + 1;
  const reach = reachOf(tree, kind as Pragma["kind"], span, next);
  const rules = readRules(list, listStart, reach);
  if (rules.length === 0) return { kind: "malformed", problem: "the brackets name no rule", span };
  return { kind: kind as Pragma["kind"], rules, reason: reason.trim(), span, reach };
}

function readRules(list: string, offset: number, reach: Span): PragmaRule[] {
  return [...list.matchAll(/[^\s,]+/g)].map((match) => {
    const at = offset + match.index;
    return { text: match[0], span: { start: at, end: at + match[0].length }, reach };
  });
}

function reachOf(tree: ModelfileTree, kind: Pragma["kind"], span: Span, next: Item | undefined): Span {
  switch (kind) {
    case "ignore-file":
      return { start: 0, end: tree.source.text.length };
    case "disable":
      return { start: span.start, end: tree.source.text.length };
    case "enable":
      return { start: span.start, end: span.start };
    case "ignore":
      return { start: span.start, end: next ? next.span.end : span.end };
  }
}

/** Each rule for itself: `enable` need not name all that one `disable` named. */
function endAtEnable(
  pragma: Pragma,
  enabled: ReadonlyMap<string, Pragma>,
  keyOf: (ruleText: string) => string,
): Pragma {
  const rules = pragma.rules.map((rule) => {
    const endedBy = enabled.get(keyOf(rule.text));
    if (!endedBy) return rule;
    return { ...rule, reach: { start: rule.reach.start, end: endedBy.span.end }, endedBy };
  });
  return { ...pragma, rules };
}

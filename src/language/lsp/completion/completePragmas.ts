import { rules, tryFindRule } from "../../lint/rules.js";
import type { Span } from "../../text/span.js";
import { describeTopic } from "../docs/describeTopic.js";
import type { EditorDocument } from "../document/editorDocument.js";
import { type CompletionItem, field } from "./completionItem.js";

const kinds = {
  ignore: "silences rules for the next instruction",
  "ignore-file": "silences rules for the whole file",
  disable: "silences rules from here on",
  enable: "ends a disable",
} as const;

const opening = /^#\s*mf:\s*/;
const list = /^#\s*mf:\s*(?:ignore-file|ignore|disable|enable)\s*\[([^\]]*)$/;

/** Completes a comment that speaks to lint: what it does, or the rules in its brackets. */
export function completePragmas({ text }: EditorDocument, comment: Span, offset: number): CompletionItem[] {
  const typed = text.slice(comment.start, offset);
  const inList = list.exec(typed);
  if (inList) return completeRules(text, inList[1] ?? "", offset);
  const start = opening.exec(typed);
  if (!start || !/^[a-z-]*$/.test(typed.slice(start[0].length))) return [];
  const span = { start: comment.start + start[0].length, end: offset };
  return Object.entries(kinds).map(([kind, detail], rank) => ({
    label: kind,
    kind: "snippet",
    detail,
    span,
    insert:
      kind === "enable"
        ? [`${kind}[`, field("MF000"), "]"]
        : [`${kind}[`, field("MF000"), "] ", field("why")],
    rank,
  }));
}

/** Rules that can be silenced and are not in the list yet, by number; a name finds its number too. */
function completeRules(text: string, before: string, offset: number): CompletionItem[] {
  const typed = /[^\s,]*$/.exec(before)?.[0] ?? "";
  const rest = /^[^\s,\]]*/.exec(text.slice(offset))?.[0] ?? "";
  const named = new Set(before.split(/[\s,]+/).map((word) => tryFindRule(word)?.number));
  return rules
    .filter((rule) => !rule.fatal && (!named.has(rule.number) || rule.number === typed))
    .map((rule) => ({
      label: rule.number,
      kind: "rule",
      detail: rule.name,
      documentation: describeTopic({ kind: "rule", rule }),
      span: { start: offset - typed.length, end: offset + rest.length },
      insert: [rule.number],
      rank: 0,
    }));
}

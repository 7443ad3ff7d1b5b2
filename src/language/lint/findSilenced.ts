import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Pragma, PragmaRule } from "./pragmas.js";
import { tryFindRule } from "./rules.js";

export interface Silenced {
  readonly silenced: ReadonlySet<Diagnostic>;
  /** The rules of pragmas that silence something. */
  readonly used: ReadonlySet<PragmaRule>;
}

/** One key for number and name of a rule. */
export function keyOfRule(text: string): string {
  return tryFindRule(text)?.number ?? text;
}

/**
 * Which findings lie in the reach of a pragma that names their rule. Both sides are sorted by place, so
 * that a file of a million lines with as many pragmas stays linear but for the sorting.
 */
export function findSilenced(found: readonly Diagnostic[], pragmas: readonly Pragma[]): Silenced {
  const silenced = new Set<Diagnostic>();
  const used = new Set<PragmaRule>();
  const byRule = new Map<string, PragmaRule[]>();
  for (const { kind, rules } of pragmas) {
    if (kind === "enable") continue;
    for (const rule of rules) appendTo(byRule, keyOfRule(rule.text), rule);
  }
  const findings = new Map<string, Diagnostic[]>();
  for (const diagnostic of found) {
    const isFatal = tryFindRule(diagnostic.code)?.fatal === true;
    if (byRule.has(diagnostic.code) && !isFatal) appendTo(findings, diagnostic.code, diagnostic);
  }
  for (const [code, ofRule] of findings) {
    ofRule.sort((a, b) => a.span.start - b.span.start);
    const pragmaRules = (byRule.get(code) ?? []).sort((a, b) => a.reach.start - b.reach.start);
    for (const diagnostic of inReach(ofRule, pragmaRules)) silenced.add(diagnostic);
    for (const rule of pragmaRules) if (reachesAny(rule, ofRule)) used.add(rule);
  }
  return { silenced, used };
}

/** Of all reaches that start before a finding, the one that ends last decides. */
function inReach(sorted: readonly Diagnostic[], rules: readonly PragmaRule[]): Diagnostic[] {
  let next = 0;
  let end = -1;
  return sorted.filter(({ span }) => {
    for (let rule = rules[next]; rule && rule.reach.start <= span.start; rule = rules[++next]) {
      end = Math.max(end, rule.reach.end);
    }
    return span.start <= end;
  });
}

function reachesAny({ reach }: PragmaRule, sorted: readonly Diagnostic[]): boolean {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.span.start ?? 0) < reach.start) low = middle + 1;
    else high = middle;
  }
  const first = sorted[low];
  return first !== undefined && first.span.start <= reach.end;
}

function appendTo<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

import type { Diagnostic, Fix, Severity } from "../diagnostics/diagnostic.js";
import { didYouMean } from "../diagnostics/didYouMean.js";
import type { TextEdit } from "../text/edit.js";
import type { Span } from "../text/span.js";
import type { MalformedPragma, Pragma, PragmaRule } from "./pragmas.js";
import { diagnosticOf, type Rule } from "./rule.js";
import { malformedPragma } from "./rules/pragma/malformedPragma.js";
import { pragmaNotAllowed } from "./rules/pragma/pragmaNotAllowed.js";
import { pragmaWithoutReason } from "./rules/pragma/pragmaWithoutReason.js";
import { unknownRuleInPragma } from "./rules/pragma/unknownRuleInPragma.js";
import { unusedPragma } from "./rules/pragma/unusedPragma.js";
import { rules, tryFindRule } from "./rules.js";

interface Judgement {
  readonly found: readonly Diagnostic[];
  readonly pragmas: readonly (Pragma | MalformedPragma)[];
  readonly allowPragmas: boolean;
  severityOf(rule: Rule): Severity | "off";
}

/**
 * Takes out what pragmas silence and adds what is wrong with the pragmas themselves. They are the one thing
 * that can only be judged when all rules have run.
 */
export function judgePragmas({ found, pragmas, allowPragmas, severityOf }: Judgement): Diagnostic[] {
  if (pragmas.length === 0) return [...found];
  const own: Diagnostic[] = [];
  const report = (rule: Rule, span: Span, message: string, fix?: Fix): void => {
    const severity = severityOf(rule);
    if (severity === "off") return;
    own.push(diagnosticOf(rule, severity, { span, message, ...(fix ? { fixes: [fix] } : {}) }));
  };
  const valid = pragmas.filter((pragma): pragma is Pragma => pragma.kind !== "malformed");
  for (const pragma of pragmas) {
    if (!allowPragmas) report(pragmaNotAllowed, pragma.span, "pragmas are switched off by the configuration");
    else if (pragma.kind === "malformed")
      report(malformedPragma, pragma.span, `not a pragma: ${pragma.problem}`);
  }
  if (!allowPragmas) return [...found, ...own];
  const used = new Set<PragmaRule>();
  const kept = found.filter((diagnostic) => !isSilenced(diagnostic, valid, used));
  for (const pragma of valid) {
    if (pragma.reason === "" && pragma.kind !== "enable") {
      report(pragmaWithoutReason, pragma.span, "say why the finding is wanted, behind the bracket");
    }
    for (const named of pragma.rules) reportIdle(pragma, named, used, report);
  }
  return [...kept, ...own];
}

function isSilenced(diagnostic: Diagnostic, pragmas: readonly Pragma[], used: Set<PragmaRule>): boolean {
  let silenced = false;
  const isFatal = tryFindRule(diagnostic.code)?.fatal === true;
  for (const pragma of pragmas) {
    if (pragma.kind === "enable" || diagnostic.span.start < pragma.reach.start) continue;
    if (diagnostic.span.start > pragma.reach.end) continue;
    const named = pragma.rules.find(({ text }) => text === diagnostic.code || text === diagnostic.rule);
    if (!named || isFatal) continue;
    used.add(named);
    silenced = true;
  }
  return silenced;
}

type ReportPragma = (rule: Rule, span: Span, message: string, fix?: Fix) => void;

function reportIdle(
  pragma: Pragma,
  named: PragmaRule,
  used: ReadonlySet<PragmaRule>,
  report: ReportPragma,
): void {
  const rule = tryFindRule(named.text);
  const remove: Fix = { title: "Remove it", applicability: "safe", edits: [removal(pragma, named)] };
  if (!rule) {
    const near = didYouMean(
      named.text,
      rules.flatMap(({ number, name }) => [number, name]),
    );
    const hint = near ? `; did you mean ${near}?` : "";
    report(unknownRuleInPragma, named.span, `no rule is called ${named.text}${hint}`, remove);
  } else if (rule.fatal) {
    report(unusedPragma, named.span, `${rule.number} cannot be silenced: Ollama refuses the file`, remove);
  } else if (!used.has(named) && pragma.kind !== "enable") {
    report(unusedPragma, named.span, `${rule.number} finds nothing here`, remove);
  }
}

/** Takes one rule out of the list, or the whole comment when it is the only one. */
function removal(pragma: Pragma, named: PragmaRule): TextEdit {
  const index = pragma.rules.indexOf(named);
  const next = pragma.rules[index + 1];
  const previous = pragma.rules[index - 1];
  if (next) return { span: { start: named.span.start, end: next.span.start }, text: "" };
  if (previous) return { span: { start: previous.span.end, end: named.span.end }, text: "" };
  return { span: pragma.span, text: "" };
}

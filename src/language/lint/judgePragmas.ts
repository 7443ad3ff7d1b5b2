import { printable } from "../../base/redact.js";
import type { Diagnostic, Fix, Severity } from "../diagnostics/diagnostic.js";
import { didYouMean } from "../diagnostics/didYouMean.js";
import type { TextEdit } from "../text/edit.js";
import type { Span } from "../text/span.js";
import { deleteLine } from "./deleteLine.js";
import { findSilenced, keyOfRule } from "./findSilenced.js";
import type { MalformedPragma, Pragma, PragmaRule } from "./pragmas.js";
import { diagnosticOf, type Rule } from "./rule.js";
import { malformedPragma } from "./rules/pragma/malformedPragma.js";
import { pragmaNotAllowed } from "./rules/pragma/pragmaNotAllowed.js";
import { pragmaWithoutReason } from "./rules/pragma/pragmaWithoutReason.js";
import { unknownRuleInPragma } from "./rules/pragma/unknownRuleInPragma.js";
import { unusedPragma } from "./rules/pragma/unusedPragma.js";
import { rules, tryFindRule } from "./rules.js";

interface Judgement {
  readonly text: string;
  readonly found: readonly Diagnostic[];
  readonly pragmas: readonly (Pragma | MalformedPragma)[];
  readonly allowPragmas: boolean;
  severityOf(rule: Rule): Severity | "off";
  /** Rules that did not run, or could not see what they ask about: nobody knows what they would find. */
  readonly unsure: ReadonlySet<Rule>;
}

type ReportPragma = (rule: Rule, span: Span, message: string, fix?: Fix) => void;

/**
 * Takes out what pragmas silence and adds what is wrong with the pragmas themselves. They are the one thing
 * that can only be judged when all rules have run.
 */
export function judgePragmas(judgement: Judgement): Diagnostic[] {
  const { text, found, pragmas, allowPragmas, severityOf } = judgement;
  if (pragmas.length === 0) return [...found];
  const own: Diagnostic[] = [];
  const report: ReportPragma = (rule, span, message, fix) => {
    const severity = severityOf(rule);
    if (severity === "off") return;
    own.push(diagnosticOf(rule, severity, { span, message, ...(fix ? { fixes: [fix] } : {}) }));
  };
  if (!allowPragmas) {
    for (const { span } of pragmas) {
      report(pragmaNotAllowed, span, "pragmas are switched off by the configuration");
    }
    return [...found, ...own];
  }
  const valid = pragmas.filter((pragma) => pragma.kind !== "malformed");
  const { silenced, used } = findSilenced(found, valid);
  const ended = new Set(valid.flatMap((pragma) => pragma.rules.flatMap(endingOf)));
  const effects = { used, ended, unsure: judgement.unsure, canGuess: valid.length <= maxGuesses };
  for (const pragma of pragmas) {
    if (pragma.kind === "malformed") {
      report(malformedPragma, pragma.span, `not a pragma: ${pragma.problem}`);
      continue;
    }
    if (pragma.reason === "" && pragma.kind !== "enable") {
      report(pragmaWithoutReason, pragma.span, "say why the finding is wanted, behind the bracket");
    }
    for (const named of pragma.rules) {
      const problem = tryFindProblem(pragma, named, effects);
      if (problem) report(problem.rule, named.span, problem.message, removal(text, pragma, named));
    }
  }
  return [...found.filter((diagnostic) => !silenced.has(diagnostic)), ...own];
}

/** The rule that an `enable` ends the silence of. */
function endingOf({ text, endedBy }: PragmaRule): PragmaRule[] {
  const key = keyOfRule(text);
  const ending = endedBy?.rules.find((rule) => keyOfRule(rule.text) === key);
  return ending ? [ending] : [];
}

/** What the pragmas of a file did. */
interface Effects {
  readonly used: ReadonlySet<PragmaRule>;
  readonly ended: ReadonlySet<PragmaRule>;
  readonly unsure: ReadonlySet<Rule>;
  readonly canGuess: boolean;
}

const ruleKeys = rules.flatMap(({ number, name }) => [number, name]);
/** Nobody reads more proposals, and each looks through all rules. */
const maxGuesses = 200;

const pragmaRules: ReadonlySet<Rule> = new Set([
  malformedPragma,
  pragmaNotAllowed,
  pragmaWithoutReason,
  unknownRuleInPragma,
  unusedPragma,
]);

function tryFindProblem(
  pragma: Pragma,
  named: PragmaRule,
  { used, ended, unsure, canGuess }: Effects,
): { readonly rule: Rule; readonly message: string } | undefined {
  const rule = tryFindRule(named.text);
  if (!rule) {
    const near = canGuess ? didYouMean(named.text, ruleKeys) : undefined;
    const hint = near ? `; did you mean ${near}?` : "";
    return { rule: unknownRuleInPragma, message: `no rule is called ${printable(named.text, 60)}${hint}` };
  }
  if (rule.fatal) {
    return { rule: unusedPragma, message: `${rule.number} cannot be silenced: Ollama refuses the file` };
  }
  if (pragmaRules.has(rule)) {
    return { rule: unusedPragma, message: `${rule.number} speaks of pragmas and cannot be silenced by one` };
  }
  if (pragma.kind === "enable") {
    return ended.has(named)
      ? undefined
      : { rule: unusedPragma, message: `${rule.number} is not disabled here` };
  }
  if (used.has(named) || unsure.has(rule)) return undefined;
  return { rule: unusedPragma, message: `${rule.number} finds nothing here` };
}

/** Takes one rule out, and out of the `enable` that belongs to it. */
function removal(text: string, pragma: Pragma, named: PragmaRule): Fix {
  const edits = [...removalFrom(text, pragma, named)];
  const ending = named.endedBy && endingOf(named)[0];
  if (named.endedBy && ending) edits.push(...removalFrom(text, named.endedBy, ending));
  return { title: "Remove it", applicability: "safe", edits };
}

/** Out of the list, or the whole line when it is the only one. */
function removalFrom(text: string, pragma: Pragma, named: PragmaRule): readonly TextEdit[] {
  const index = pragma.rules.indexOf(named);
  const next = pragma.rules[index + 1];
  const previous = pragma.rules[index - 1];
  if (next) return [{ span: { start: named.span.start, end: next.span.start }, text: "" }];
  if (previous) return [{ span: { start: previous.span.end, end: named.span.end }, text: "" }];
  return deleteLine({ text }, pragma);
}

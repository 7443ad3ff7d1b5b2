import type { Diagnostic, Fix, RelatedPlace, Severity } from "../diagnostics/diagnostic.js";
import type { Span } from "../text/span.js";
import type { LintFile } from "./lintFile.js";

/** One thing that can be wrong: one file, one number, one page. */
export interface Rule {
  /** `MF201`; the hundreds are the area (docs/rules/index.md). */
  readonly number: RuleNumber;
  /** Names the bad pattern: `unknown-parameter`. */
  readonly name: string;
  readonly severity: Severity | "off";
  /** Ollama refuses such a file: the finding cannot be silenced, lowered or ignored. */
  readonly fatal?: true;
  /** Ollama versions that the finding holds for: from `since` on, before `until`. */
  readonly since?: string;
  readonly until?: string;
  /** The best kind of fix that the rule may offer. */
  readonly fix: "none" | "safe" | "unsafe" | "display";
  readonly docs: RuleDocs;
  /** Run by the tests: `bad` gives this finding, `good` does not. */
  readonly examples: { readonly bad: string; readonly good: string };
  check(file: LintFile, report: Report): void;
}

export type RuleNumber = `MF${number}`;

export interface RuleDocs {
  /** What the rule finds, one or two sentences. */
  readonly what: string;
  /** What Ollama does with it, and why that hurts. */
  readonly why: string;
  /** What to write instead. */
  readonly instead: string;
}

/** A finding; the engine adds the rule's number, name and severity. */
export interface Finding {
  readonly message: string;
  readonly span: Span;
  readonly related?: readonly RelatedPlace[];
  readonly notes?: readonly string[];
  readonly fixes?: readonly Fix[];
  /** The span holds a secret, which no report may show. */
  readonly conceals?: true;
  /** Only where one rule has cases of different weight. */
  readonly severity?: Severity;
}

export type Report = (finding: Finding) => void;

/** Checks a rule's shape at compile time; the registry in rules.ts lists them all. */
export function defineRule(rule: Rule): Rule {
  return rule;
}

/** A case of its own weight keeps it only while the rule's severity is the default. */
export function diagnosticOf(rule: Rule, severity: Severity, finding: Finding): Diagnostic {
  const { severity: ownSeverity, ...rest } = finding;
  const effective = severity === rule.severity && ownSeverity ? ownSeverity : severity;
  return { code: rule.number, rule: rule.name, severity: effective, ...rest };
}

import type { TextEdit } from "../text/edit.js";
import type { Span } from "../text/span.js";

export type Severity = "error" | "warning" | "info";

/**
 * How far a fix can be trusted: `safe` keeps Ollama's reading or repairs it without doubt, `unsafe`
 * may change what the author meant, `display` is a proposal to read, never applied.
 */
export type Applicability = "safe" | "unsafe" | "display";

export interface Fix {
  readonly title: string;
  readonly applicability: Applicability;
  readonly edits: readonly TextEdit[];
}

/** Another place that belongs to the story. */
export interface RelatedPlace {
  readonly span: Span;
  readonly message: string;
}

/** What is wrong in a user's file: a value, collected, many per run. */
export interface Diagnostic {
  /** `MF204`. */
  readonly code: string;
  /** `unknown-parameter`. */
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly span: Span;
  readonly related?: readonly RelatedPlace[];
  /** Why it matters and what to do next, a sentence each. */
  readonly notes?: readonly string[];
  readonly fixes?: readonly Fix[];
  /** The span holds a secret, which no report may show. */
  readonly conceals?: true;
}

export const severityRank: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

export function compareDiagnostics(a: Diagnostic, b: Diagnostic): number {
  return (
    a.span.start - b.span.start ||
    severityRank[a.severity] - severityRank[b.severity] ||
    (a.code < b.code ? -1 : a.code > b.code ? 1 : 0)
  );
}

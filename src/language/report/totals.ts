import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { tryChooseFix } from "../lint/applyFixes.js";

export interface ReportTotals {
  readonly files: number;
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
  /** Findings that `--fix` would mend. */
  readonly safeFixes: number;
  /** Findings that only `--unsafe-fixes` would mend. */
  readonly unsafeFixes: number;
  /** Findings that this run has mended; they are in none of the other numbers. */
  readonly fixed: number;
}

/** Counts before `--max-diagnostics` cuts: the summary speaks of everything. */
export function countTotals(
  files: Iterable<{ readonly diagnostics: readonly Diagnostic[] }>,
  fixed = 0,
): ReportTotals {
  const totals = { files: 0, errors: 0, warnings: 0, infos: 0, safeFixes: 0, unsafeFixes: 0, fixed };
  for (const { diagnostics } of files) {
    totals.files++;
    for (const { severity, fixes = [] } of diagnostics) {
      if (severity === "error") totals.errors++;
      else if (severity === "warning") totals.warnings++;
      else totals.infos++;
      if (tryChooseFix(fixes, "safe")) totals.safeFixes++;
      else if (tryChooseFix(fixes, "unsafe")) totals.unsafeFixes++;
    }
  }
  return totals;
}

export function countProblems({ errors, warnings, infos }: ReportTotals): number {
  return errors + warnings + infos;
}

import { count } from "../../base/plural.js";
import type { ReportInput } from "./reportInput.js";
import { countProblems, type ReportTotals } from "./totals.js";

/** `3 problems (1 error, 2 warnings); 2 fixable with --fix, 1 more with --unsafe-fixes`. */
export function printSummary(totals: ReportTotals): string {
  const problems = countProblems(totals);
  if (problems === 0 && totals.fixed === 0) return `No problems in ${count(totals.files, "file")}`;
  const parts = totals.fixed > 0 ? [`${count(totals.fixed, "problem")} fixed`] : [];
  if (problems === 0) parts.push("none left");
  else {
    const left = totals.fixed > 0 ? `${problems} left` : count(problems, "problem");
    parts.push(`${left} (${printSeverities(totals)})`);
  }
  const fixable = printFixable(totals);
  if (fixable) parts.push(fixable);
  return parts.join("; ");
}

/** How many findings the totals count that the files don't hold. */
export function countHidden({ files, totals }: ReportInput): number {
  const shown = files.reduce((sum, { diagnostics }) => sum + diagnostics.length, 0);
  return Math.max(0, countProblems(totals) - shown);
}

function printSeverities({ errors, warnings, infos }: ReportTotals): string {
  const parts = [];
  if (errors > 0) parts.push(count(errors, "error"));
  if (warnings > 0) parts.push(count(warnings, "warning"));
  if (infos > 0) parts.push(`${infos} info`);
  return parts.join(", ");
}

function printFixable({ safeFixes, unsafeFixes }: ReportTotals): string | undefined {
  if (safeFixes === 0 && unsafeFixes === 0) return undefined;
  if (safeFixes === 0) return `${unsafeFixes} fixable with --fix --unsafe-fixes`;
  const more = unsafeFixes > 0 ? `, ${unsafeFixes} more with --unsafe-fixes` : "";
  return `${safeFixes} fixable with --fix${more}`;
}

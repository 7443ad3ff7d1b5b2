import { expect, test } from "vitest";
import type { Applicability, Diagnostic, Severity } from "../../../src/language/diagnostics/diagnostic.js";
import { printSummary } from "../../../src/language/report/printSummary.js";
import { countTotals } from "../../../src/language/report/totals.js";

const finding = (severity: Severity, ...fixes: Applicability[]): Diagnostic => ({
  code: "MF001",
  rule: "a-rule",
  severity,
  message: "m",
  span: { start: 0, end: 0 },
  fixes: fixes.map((applicability) => ({ title: "t", applicability, edits: [] })),
});

const summary = (diagnostics: Diagnostic[], fixed = 0): string =>
  printSummary(countTotals([{ diagnostics }], fixed));

test.each([
  [[], 0, "No problems in 1 file"],
  [[finding("error")], 0, "1 problem (1 error)"],
  [
    [finding("error", "safe"), finding("warning", "unsafe", "safe"), finding("warning", "unsafe")],
    0,
    "3 problems (1 error, 2 warnings); 2 fixable with --fix, 1 more with --unsafe-fixes",
  ],
  [
    [finding("info", "display"), finding("info", "unsafe")],
    0,
    "2 problems (2 info); 1 fixable with --fix --unsafe-fixes",
  ],
  [[finding("error")], 2, "2 problems fixed; 1 left (1 error)"],
  [[], 1, "1 problem fixed; none left"],
] as const)("%#", (diagnostics, fixed, expected) => {
  expect(summary([...diagnostics], fixed)).toBe(expected);
});

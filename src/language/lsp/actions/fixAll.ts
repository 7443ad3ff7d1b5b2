import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { applyFixes } from "../../lint/applyFixes.js";
import { type LintOptions, lintModelfile } from "../../lint/lintModelfile.js";

/** Rounds of fixing: fixes whose edits touch wait for the next one. What is left then is left. */
const maxRounds = 10;

/** The text with every safe fix applied. */
export function fixAll(text: string, diagnostics: readonly Diagnostic[], options: LintOptions): string {
  let current = text;
  let found = diagnostics;
  for (let round = 0; round < maxRounds; round++) {
    const fixed = applyFixes(current, found, "safe");
    if (fixed.applied === 0 || fixed.text === current) break;
    current = fixed.text;
    found = lintModelfile(current, options).diagnostics;
  }
  return current;
}

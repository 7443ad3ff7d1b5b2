import type { Applicability, Diagnostic, Fix } from "../diagnostics/diagnostic.js";
import { type TextEdit, tryApplyEdits } from "../text/edit.js";

export interface FixedText {
  readonly text: string;
  readonly applied: number;
}

/**
 * Applies one fix a finding, first come first served: a fix whose edits touch those of an earlier one waits
 * for the next round. `upTo` is the boldest kind that is wanted.
 */
export function applyFixes(
  text: string,
  diagnostics: readonly Diagnostic[],
  upTo: "safe" | "unsafe",
): FixedText {
  const taken: TextEdit[] = [];
  let applied = 0;
  for (const diagnostic of diagnostics) {
    const fix = tryChooseFix(diagnostic.fixes ?? [], upTo);
    if (!fix || fix.edits.some((edit) => taken.some((other) => touches(edit, other)))) continue;
    taken.push(...fix.edits);
    applied++;
  }
  const fixed = tryApplyEdits(text, taken);
  return fixed === undefined ? { text, applied: 0 } : { text: fixed, applied };
}

const wanted: Readonly<Record<"safe" | "unsafe", readonly Applicability[]>> = {
  safe: ["safe"],
  unsafe: ["safe", "unsafe"],
};

export function tryChooseFix(fixes: readonly Fix[], upTo: "safe" | "unsafe"): Fix | undefined {
  return fixes.find(({ applicability }) => wanted[upTo].includes(applicability));
}

function touches(a: TextEdit, b: TextEdit): boolean {
  return a.span.start <= b.span.end && b.span.start <= a.span.end;
}

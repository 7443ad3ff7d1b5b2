// Written by scripts/write-rule-list.ts from the files in rules/.
import type { Rule } from "./rule.js";
import { missingFrom } from "./rules/from/missingFrom.js";
import { unknownParameter } from "./rules/parameter/unknownParameter.js";
import { malformedPragma } from "./rules/pragma/malformedPragma.js";
import { pragmaNotAllowed } from "./rules/pragma/pragmaNotAllowed.js";
import { pragmaWithoutReason } from "./rules/pragma/pragmaWithoutReason.js";
import { unknownRuleInPragma } from "./rules/pragma/unknownRuleInPragma.js";
import { unusedPragma } from "./rules/pragma/unusedPragma.js";
import { foreignFile } from "./rules/syntax/foreignFile.js";
import { unknownInstruction } from "./rules/syntax/unknownInstruction.js";

export const rules: readonly Rule[] = [
  unknownInstruction,
  foreignFile,
  missingFrom,
  unknownParameter,
  unknownRuleInPragma,
  unusedPragma,
  malformedPragma,
  pragmaNotAllowed,
  pragmaWithoutReason,
];

const byKey = new Map(
  rules.flatMap((rule) => [[rule.number as string, rule] as const, [rule.name, rule] as const]),
);

/** By number or name. */
export function tryFindRule(key: string): Rule | undefined {
  return byKey.get(key);
}

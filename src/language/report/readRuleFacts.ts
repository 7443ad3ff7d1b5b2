import type { Rule } from "../lint/rule.js";
import type { RuleFacts } from "./reportInput.js";

/** What reports say of rules; `helpUriOf` knows where the pages are published. */
export function readRuleFacts(
  rules: readonly Rule[],
  helpUriOf?: (rule: Rule) => string | undefined,
): RuleFacts[] {
  return rules.map((rule) => {
    const helpUri = helpUriOf?.(rule);
    return {
      code: rule.number,
      name: rule.name,
      severity: rule.severity,
      ...rule.docs,
      ...(helpUri === undefined ? {} : { helpUri }),
    };
  });
}

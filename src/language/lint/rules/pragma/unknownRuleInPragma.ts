import { defineRule } from "../../rule.js";

/** Judged in judgePragmas.ts, once all other rules have run. */
export const unknownRuleInPragma = defineRule({
  number: "MF901",
  name: "unknown-rule-in-pragma",
  severity: "warning",
  fix: "safe",
  docs: {
    what: "A pragma names a rule that does not exist.",
    why: "The pragma silences nothing; often it is a slip in the number.",
    instead: "Name a rule from `mf rules`, by number or name.",
  },
  examples: {
    bad: "# mf: ignore[MF9999] old habit\nFROM llama3.2\n",
    good: "# mf: ignore[MF107] the newest is wanted\nFROM llama3.2\n",
  },
  check: () => {},
});

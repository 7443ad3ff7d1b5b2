import { defineRule } from "../../rule.js";

/** Judged in judgePragmas.ts, once all other rules have run. */
export const unusedPragma = defineRule({
  number: "MF902",
  name: "unused-pragma",
  severity: "warning",
  fix: "safe",
  docs: {
    what: "A pragma silences a rule that finds nothing there.",
    why: "It hides the next real finding at this place, and readers take it for a known problem.",
    instead: "Remove it.",
  },
  examples: {
    bad: "# mf: ignore[MF202] kept for old versions\nFROM llama3.2\n",
    good: "# mf: ignore[MF202] kept for old versions\nPARAMETER mirostat 1\nFROM llama3.2\n",
  },
  check: () => {},
});

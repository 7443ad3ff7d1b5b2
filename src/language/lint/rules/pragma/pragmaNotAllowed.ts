import { defineRule } from "../../rule.js";

/** Judged in judgePragmas.ts, once all other rules have run. */
export const pragmaNotAllowed = defineRule({
  number: "MF904",
  name: "pragma-not-allowed",
  severity: "error",
  fix: "none",
  docs: {
    what: "A pragma stands in a file whose configuration forbids pragmas.",
    why: "The project wants findings mended or configured in one place.",
    instead: "Mend the finding, or set the rule in mf.json.",
  },
  examples: {
    bad: "# mf: ignore[MF202] reason\nPARAMETER mirostat 1\nFROM llama3.2\n",
    good: "FROM llama3.2\n",
  },
  check: () => {},
});

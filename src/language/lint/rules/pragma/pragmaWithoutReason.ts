import { defineRule } from "../../rule.js";

/** Judged in judgePragmas.ts, once all other rules have run. */
export const pragmaWithoutReason = defineRule({
  number: "MF905",
  name: "pragma-without-reason",
  severity: "off",
  fix: "none",
  docs: {
    what: "A pragma gives no reason.",
    why: "The next reader cannot tell whether it still holds.",
    instead: "Write the reason behind the bracket.",
  },
  examples: {
    bad: "# mf: ignore[MF202]\nPARAMETER mirostat 1\nFROM llama3.2\n",
    good: "# mf: ignore[MF202] kept for old versions\nPARAMETER mirostat 1\nFROM llama3.2\n",
  },
  check: () => {},
});

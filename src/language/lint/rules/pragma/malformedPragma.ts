import { defineRule } from "../../rule.js";

/** Judged in judgePragmas.ts, once all other rules have run. */
export const malformedPragma = defineRule({
  number: "MF903",
  name: "malformed-pragma",
  severity: "warning",
  fix: "none",
  docs: {
    what: "A comment starts like a pragma (`# mf:`) and is none.",
    why: "It has no effect, which nobody sees.",
    instead: "Write `# mf: ignore[MF201] reason`, `ignore-file[…]`, or `disable[…]` and `enable[…]`.",
  },
  examples: {
    bad: "# mf: ignore MF201\nFROM llama3.2\n",
    good: "# about mf: lints Modelfiles\nFROM llama3.2\n",
  },
  check: () => {},
});

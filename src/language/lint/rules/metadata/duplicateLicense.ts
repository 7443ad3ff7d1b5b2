import { deleteLine } from "../../deleteLine.js";
import type { ValuedInstruction } from "../../lintFile.js";
import { defineRule } from "../../rule.js";

export const duplicateLicense = defineRule({
  number: "MF502",
  name: "duplicate-license",
  severity: "warning",
  fix: "safe",
  docs: {
    what: "The same licence is given twice.",
    why: "Each LICENSE adds one to the model, so `ollama show` prints the text twice.",
    instead: "Delete one of them.",
  },
  examples: {
    bad: "FROM ./pine.gguf\nLICENSE MIT\nLICENSE MIT\n",
    good: "FROM ./pine.gguf\nLICENSE MIT\nLICENSE Apache-2.0\n",
  },
  check(file, report) {
    const all = file.all("LICENSE");
    if (all.length < 2) return;
    const first = new Map<string, ValuedInstruction>();
    for (const instruction of all) {
      const text = instruction.value.text.trim();
      if (text === "" || !instruction.value.closed) continue;
      const before = first.get(text);
      if (!before) {
        first.set(text, instruction);
        continue;
      }
      report({
        message: "this licence is there already",
        span: instruction.wordSpan,
        related: [{ span: before.wordSpan, message: "the first one" }],
        fixes: [{ title: "Delete it", applicability: "safe", edits: deleteLine(file, instruction) }],
      });
    }
  },
});

import { printable } from "../../../../base/redact.js";
import { deleteLine } from "../../deleteLine.js";
import { defineRule } from "../../rule.js";
import { type StopUse, stopUses } from "../../views/stopUses.js";

export const duplicateStop = defineRule({
  number: "MF207",
  name: "duplicate-stop",
  severity: "info",
  fix: "safe",
  docs: {
    what: "The same stop text is given twice.",
    why: "The second adds nothing. Often the two were meant to differ.",
    instead: "Delete one of them.",
  },
  examples: {
    bad: 'FROM ./pine.gguf\nPARAMETER stop "<|im_end|>"\nPARAMETER stop <|im_end|>\n',
    good: 'FROM ./pine.gguf\nPARAMETER stop "<|im_end|>"\nPARAMETER stop "<|im_start|>"\n',
  },
  check(file, report) {
    const first = new Map<string, StopUse>();
    for (const stop of stopUses(file)) {
      const before = first.get(stop.text);
      if (!before) {
        first.set(stop.text, stop);
        continue;
      }
      // An empty one is MF208's.
      if (stop.text === "") continue;
      report({
        message: `the stop ${printable(stop.text, 60)} is there already`,
        span: stop.value.span,
        related: [{ span: before.value.span, message: "the first one" }],
        fixes: [
          { title: "Delete the line", applicability: "safe", edits: deleteLine(file, stop.use.instruction) },
        ],
      });
    }
  },
});

import { deleteLine } from "../../deleteLine.js";
import { defineRule } from "../../rule.js";
import { stopUses } from "../../views/stopUses.js";

export const emptyStop = defineRule({
  number: "MF208",
  name: "empty-stop",
  severity: "warning",
  fix: "safe",
  docs: {
    what: "A stop has no text.",
    why: "It stops nothing, but it is sent all the same: a list of stops replaces the one that the base model brings.",
    instead: "Write the text that ends the answer, or delete the line.",
  },
  examples: {
    bad: 'FROM ./pine.gguf\nPARAMETER stop ""\n',
    good: 'FROM ./pine.gguf\nPARAMETER stop "<|im_end|>"\n',
  },
  check(file, report) {
    const stops = stopUses(file);
    const hasOthers = stops.some(({ text }) => text !== "");
    for (const { text, value, use } of stops) {
      if (text !== "") continue;
      report({
        message: "this stop is empty",
        span: value.span.end > value.span.start ? value.span : use.nameSpan,
        fixes: [
          {
            title: "Delete the line",
            // As the only stop it keeps inherited ones out, which may have been the wish.
            applicability: hasOthers ? "safe" : "unsafe",
            edits: deleteLine(file, use.instruction),
          },
        ],
      });
    }
  },
});

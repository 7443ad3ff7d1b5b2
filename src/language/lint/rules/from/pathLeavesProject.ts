import { printable } from "../../../../base/redact.js";
import { defineRule } from "../../rule.js";
import { cleanPath } from "../../views/pathText.js";

export const pathLeavesProject = defineRule({
  number: "MF112",
  name: "path-leaves-project",
  severity: "info",
  fix: "none",
  docs: {
    what: "A path leads out of the folder that the Modelfile lies in.",
    why: "It works as long as both keep their places. Whoever gets the folder alone misses the weights.",
    instead: "Keep weights in the Modelfile's folder, or move the Modelfile up.",
  },
  examples: { bad: "FROM ../pine.gguf\n", good: "FROM ./models/../pine.gguf\n" },
  check({ sources }, report) {
    for (const { instruction, text, form } of sources) {
      if (form.kind !== "path" || form.place !== "relative") continue;
      if (!/^\.\.(?:\/|$)/.test(cleanPath(text.replaceAll("\\", "/")))) continue;
      report({
        message: `${printable(text, 80)} leads out of the Modelfile's folder`,
        span: instruction.value.span,
      });
    }
  },
});

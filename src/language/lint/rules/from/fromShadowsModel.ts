import { printable } from "../../../../base/redact.js";
import type { PathFact } from "../../modelPeek.js";
import { defineRule } from "../../rule.js";
import { tryFindWeights } from "../../views/directoryFiles.js";
import { tryNameOf } from "../../views/modelSource.js";

export const fromShadowsModel = defineRule({
  number: "MF105",
  name: "from-shadows-model",
  severity: "warning",
  fix: "none",
  docs: {
    what: "FROM gives a model's name, and a file or folder of that name lies next to the Modelfile.",
    why: "Ollama looks at the disk first: the file or folder is used, not the model. The same Modelfile means something else where the folder is absent.",
    instead:
      "Write `./name` when the folder is meant; otherwise rename the folder, or write the name in full: `library/name`.",
  },
  examples: { bad: "FROM pine\n", good: "FROM ./pine\n" },
  check({ sources, peek }, report) {
    for (const source of sources) {
      const { instruction, text } = source;
      if (!tryNameOf(source)) continue;
      const found = peek.findPath(text);
      if (found === undefined || found.kind === "missing") continue;
      report({
        message: `Ollama takes the ${found.kind} ${printable(text, 60)} here, not the model of that name`,
        span: instruction.value.span,
        ...(isUseless(found)
          ? { notes: ["The folder holds no weights, so the create stops."], severity: "error" as const }
          : { notes: ["A path that exists comes first."] }),
      });
    }
  },
});

function isUseless(found: PathFact): boolean {
  return found.kind === "directory" && tryFindWeights(found.entries) === undefined;
}

import { printable } from "../../../../base/redact.js";
import { defineRule } from "../../rule.js";
import { hasGlob, isModelName, isOnDisk } from "../../views/modelSource.js";

export const fromFilesAndName = defineRule({
  number: "MF120",
  name: "from-files-and-name",
  severity: "warning",
  fix: "none",
  docs: {
    what: "One FROM names files, another one names a model.",
    why: "Ollama sends both, and its server takes the name: the files are uploaded and then ignored, without a word.",
    instead: "Keep one of the two. A projector is added to files, not to a model's name.",
  },
  examples: {
    bad: "FROM llama3.2\nFROM ./mmproj.gguf\n",
    good: "FROM ./model.gguf\nFROM ./mmproj.gguf\n",
  },
  check(file, report) {
    const froms = file.sources.filter(({ instruction }) => instruction.name === "FROM");
    if (froms.length < 2) return;
    const name = froms.findLast((source) => isModelName(file, source));
    if (!name) return;
    for (const source of froms) {
      // What is not there is taken for a name too: MF104.
      const isMissing = file.peek.findPath(source.text)?.kind === "missing";
      const isPath = source.form.kind === "path" && !isMissing && !hasGlob(source.text);
      if (!isPath && !isOnDisk(file, source)) continue;
      report({
        message: `Ollama ignores ${printable(source.text, 60)}: another FROM names a model`,
        span: source.instruction.value.span,
        related: [{ span: name.instruction.value.span, message: "this name wins" }],
      });
    }
  },
});

import { printable } from "../../../../base/redact.js";
import type { Instruction } from "../../../modelfile/tree.js";
import { deleteLine } from "../../deleteLine.js";
import type { LintFile } from "../../lintFile.js";
import { defineRule } from "../../rule.js";
import { isModelName } from "../../views/modelSource.js";

export const severalFromNames = defineRule({
  number: "MF103",
  name: "several-from-names",
  severity: "warning",
  fix: "unsafe",
  docs: {
    what: "Several FROM lines name models.",
    why: "Ollama takes the last one and says nothing about the others. There are no build stages as Docker has them.",
    instead: "Keep the FROM that is meant. Only files can stand in several FROM lines: they are merged.",
  },
  examples: {
    bad: "FROM llama3.2\nFROM qwen3\n",
    good: "FROM ./model.gguf\nFROM ./mmproj.gguf\n",
  },
  check(file, report) {
    const names = file.sources.filter((source) => isModelName(file, source));
    const last = names.pop();
    if (!last || names.length === 0) return;
    const leading = new Set<Instruction>(file.tree.instructions.slice(0, countLeading(file)));
    const keepsOrder = (from: Instruction): boolean => !leading.has(from) || leading.has(last.instruction);
    for (const { instruction, text } of names) {
      report({
        message: `FROM ${printable(text, 60)} has no effect: a later FROM replaces it`,
        span: instruction.value.span,
        related: [{ span: last.instruction.value.span, message: "the last name counts" }],
        ...(keepsOrder(instruction)
          ? {
              fixes: [
                {
                  title: "Delete the line",
                  applicability: "unsafe" as const,
                  edits: deleteLine(file, instruction),
                },
              ],
            }
          : {}),
      });
    }
  },
});

/** How many FROM lines the file starts with: without them all it should still start with one. */
function countLeading({ tree }: LintFile): number {
  const end = tree.instructions.findIndex(({ name }) => name !== "FROM");
  return end < 0 ? tree.instructions.length : end;
}

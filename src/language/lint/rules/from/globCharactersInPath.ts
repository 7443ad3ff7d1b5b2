import { printable } from "../../../../base/redact.js";
import { defineRule } from "../../rule.js";
import { hasGlob } from "../../views/modelSource.js";
import { suffixOf } from "../../views/pathText.js";

export const globCharactersInPath = defineRule({
  number: "MF123",
  name: "glob-characters-in-path",
  severity: "warning",
  fix: "none",
  docs: {
    what: "A path contains `*`, `?`, `[` or `]`.",
    why: "Ollama expands no patterns: `FROM ./*.gguf` is not found. In a folder's name the characters act as a pattern after all, when Ollama looks for weights in it, and then it finds none.",
    instead: "Name the file or the folder as it is, and use no such characters in names of folders.",
  },
  examples: { bad: "FROM ./models/*.gguf\n", good: "FROM ./models/pine[1].gguf\n" },
  check({ sources, peek }, report) {
    for (const { instruction, text, form } of sources) {
      const isPattern = hasGlob(text);
      if (form.kind !== "path" && !(form.kind === "name" && isPattern)) continue;
      if (!isPattern && !/[[\]]/.test(text)) continue;
      const found = peek.findPath(text);
      // A file's name is taken as it is.
      if (found?.kind === "file") continue;
      if (!isPattern && found?.kind !== "directory" && suffixOf(text) !== "") continue;
      report({
        message: isPattern
          ? `Ollama expands no patterns: ${printable(text, 80)}`
          : `the brackets act as a pattern: ${printable(text, 80)}`,
        span: instruction.value.span,
        notes: [
          isPattern ? "It looks for a file of just this name." : "Ollama finds no weights in such a folder.",
        ],
      });
    }
  },
});

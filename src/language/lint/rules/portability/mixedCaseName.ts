import { defaultModelNameParts } from "../../../../base/modelName.js";
import { printable } from "../../../../base/redact.js";
import { defineRule } from "../../rule.js";
import { tryNameOf } from "../../views/modelSource.js";

export const mixedCaseName = defineRule({
  number: "MF803",
  name: "mixed-case-name",
  severity: "info",
  fix: "none",
  docs: {
    what: "FROM writes a model of Ollama's library with capitals.",
    why: "Ollama compares names without regard to case, yet keeps each under the spelling it was first given: on Linux two spellings are two files, on Windows and macOS they are one. Tags such as `q4_K_M`, models of users and Hugging Face are spelled with capitals by their makers and are left alone.",
    instead: "Write the name in small letters, as the library does.",
  },
  examples: { bad: "FROM Llama3.2\n", good: "FROM llama3.2:3b-instruct-q4_K_M\n" },
  check({ sources }, report) {
    for (const source of sources) {
      const { instruction, text } = source;
      const name = tryNameOf(source)?.name;
      if (!name) continue;
      const { host, namespace, model } = name;
      const isLibrary = host === defaultModelNameParts.host && namespace === defaultModelNameParts.namespace;
      if (!isLibrary || !/[A-Z]/.test(model)) continue;
      report({
        message: `${printable(text, 80)} has capitals, which the library's names do not`,
        span: instruction.value.span,
        notes: ["On Linux Ollama stores each spelling of a name for itself."],
      });
    }
  },
});

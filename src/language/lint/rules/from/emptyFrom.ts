import { defineRule } from "../../rule.js";

export const emptyFrom = defineRule({
  number: "MF102",
  name: "empty-from",
  severity: "error",
  fix: "none",
  docs: {
    what: "FROM, ADAPTER or DRAFT has an empty value.",
    why: "Ollama takes the folder of the Modelfile itself. It either has no weights, and the create stops, or the model is built from files that nobody named.",
    instead: "Name the model or the file. If the folder itself is meant, write `FROM .`.",
  },
  examples: { bad: 'FROM ""\n', good: "FROM .\n" },
  check({ sources }, report) {
    for (const { instruction, form } of sources) {
      if (form.kind !== "empty") continue;
      const { name, value, wordSpan } = instruction;
      report({
        message: `${name} names nothing`,
        span: value.span.end > value.span.start ? value.span : wordSpan,
        notes: ["Ollama takes the folder of the Modelfile, as if a dot stood here."],
      });
    }
  },
});

import { printable } from "../../../../base/redact.js";
import { defineRule } from "../../rule.js";
import { isOnDisk } from "../../views/modelSource.js";

export const placeholderFrom = defineRule({
  number: "MF119",
  name: "placeholder-from",
  severity: "error",
  fix: "none",
  docs: {
    what: "FROM, ADAPTER or DRAFT still has the text of a template or a manual: `<model>`, `./path/to/model.gguf`, `$MODEL`, `your-model`.",
    why: "Ollama replaces nothing in a Modelfile. It takes the text for a model's name, which is invalid or does not exist.",
    instead: "Write the model or the path that is meant.",
  },
  examples: { bad: "FROM ./path/to/model.gguf\n", good: "FROM llama3.2\n" },
  check(file, report) {
    for (const source of file.sources) {
      if (source.form.kind !== "placeholder" || isOnDisk(file, source)) continue;
      const { name, value } = source.instruction;
      const isVariable = /[$%{]/.test(source.text);
      report({
        message: `${name} is still a placeholder: ${printable(source.text, 80)}`,
        span: value.span,
        notes: isVariable ? ["A Modelfile has no variables: Ollama takes the text as it is."] : [],
      });
    }
  },
});

import { printable } from "../../../../base/redact.js";
import { defineRule } from "../../rule.js";
import { hasPeftWeights, tryFindWeights } from "../../views/directoryFiles.js";

export const peftFolder = defineRule({
  number: "MF124",
  name: "peft-folder",
  severity: "warning",
  fix: "none",
  docs: {
    what: "ADAPTER names a folder as PEFT saves it, with `adapter_model.safetensors`.",
    why: "Ollama looks for `model*.safetensors`, and stops with `no Modelfile or safetensors files found`.",
    instead: "Rename the file to `model.safetensors`, or convert the adapter to GGUF with llama.cpp.",
  },
  examples: { bad: "FROM llama3.2\nADAPTER ./lora\n", good: "FROM llama3.2\nADAPTER ./lora.gguf\n" },
  check({ sources, peek }, report) {
    for (const { instruction, text, form } of sources) {
      if (instruction.name !== "ADAPTER" || form.kind !== "path") continue;
      const found = peek.findPath(text);
      if (found?.kind !== "directory" || tryFindWeights(found.entries) || !hasPeftWeights(found.entries))
        continue;
      report({
        message: `Ollama does not find adapter_model.safetensors in ${printable(text, 80)}`,
        span: instruction.value.span,
        notes: ["It looks for model*.safetensors. Rename the file to model.safetensors."],
      });
    }
  },
});

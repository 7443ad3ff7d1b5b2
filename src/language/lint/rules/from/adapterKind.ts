import { defineRule } from "../../rule.js";
import { tryExplainAdapter } from "../../views/adapterFile.js";

export const adapterKind = defineRule({
  number: "MF113",
  name: "adapter-kind",
  severity: "error",
  fix: "none",
  docs: {
    what: "ADAPTER names something that can be no adapter: training data, a checkpoint, a model, a model's name.",
    why: "Ollama takes a GGUF file made as an adapter, or a folder with `adapter_config.json` and Safetensors. Anything else stops the create late, with `unknown type` or an error of its converter.",
    instead:
      "Convert the adapter with llama.cpp's `convert_lora_to_gguf.py` and name the GGUF file, or name the folder.",
  },
  examples: {
    bad: "FROM llama3.2\nADAPTER ./training.jsonl\n",
    good: "FROM llama3.2\nADAPTER ./lora.gguf\n",
  },
  check({ sources, peek }, report) {
    for (const source of sources) {
      if (source.instruction.name !== "ADAPTER" || source.form.kind !== "path") continue;
      const problem = tryExplainAdapter(source, peek);
      if (problem) report({ ...problem, span: source.instruction.value.span });
    }
  },
});

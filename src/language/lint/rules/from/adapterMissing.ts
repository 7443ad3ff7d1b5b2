import { printable } from "../../../../base/redact.js";
import { defineRule } from "../../rule.js";
import { tryExplainAdapter } from "../../views/adapterFile.js";
import { findRelative } from "../../views/modelSource.js";

export const adapterMissing = defineRule({
  number: "MF116",
  name: "adapter-missing",
  severity: "error",
  fix: "none",
  docs: {
    what: "ADAPTER names a file or folder that is not there.",
    why: "The create stops. Other than FROM, ADAPTER takes no model's name.",
    instead: "Put the adapter there, or mend the path. Paths are relative to the Modelfile.",
  },
  examples: { bad: "FROM llama3.2\nADAPTER ./lora.gguf\n", good: "FROM llama3.2\n" },
  check(file, report) {
    for (const source of file.sources) {
      const { instruction, text } = source;
      if (instruction.name !== "ADAPTER" || findRelative(file, source)?.kind !== "missing") continue;
      if (tryExplainAdapter(source, file.peek)) continue;
      report({ message: `there is no ${printable(text, 80)} here`, span: instruction.value.span });
    }
  },
});

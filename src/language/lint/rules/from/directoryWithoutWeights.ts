import { printable } from "../../../../base/redact.js";
import type { DirectoryEntry } from "../../modelPeek.js";
import { defineRule } from "../../rule.js";
import { hasPeftWeights, tryFindWeights } from "../../views/directoryFiles.js";

export const directoryWithoutWeights = defineRule({
  number: "MF108",
  name: "directory-without-weights",
  severity: "error",
  fix: "none",
  docs: {
    what: "FROM, ADAPTER or DRAFT names a folder in which Ollama finds no weights.",
    why: "The create stops with `no Modelfile or safetensors files found`. Ollama looks for `model*.safetensors`, `consolidated*.safetensors`, `pytorch_model*.bin`, `consolidated*.pth`, `*.gguf` and `*.bin`, and only the first also one level down.",
    instead: "Name the folder that holds the weights, or the GGUF file itself.",
  },
  examples: { bad: "FROM ./model\n", good: "FROM ./model/model.gguf\n" },
  check({ sources, peek }, report) {
    for (const { instruction, text, form } of sources) {
      if (form.kind !== "path") continue;
      const found = peek.findPath(text);
      if (found?.kind !== "directory" || tryFindWeights(found.entries)) continue;
      // MF124 knows more of an adapter's folder.
      if (instruction.name === "ADAPTER" && hasPeftWeights(found.entries)) continue;
      const note = tryExplain(found.entries);
      report({
        message: `Ollama finds no weights in ${printable(text, 80)}`,
        span: instruction.value.span,
        ...(note ? { notes: [note] } : {}),
      });
    }
  },
});

function tryExplain(entries: readonly DirectoryEntry[]): string | undefined {
  if (hasPeftWeights(entries)) return "It holds an adapter: FROM names the base model, ADAPTER the adapter.";
  const other = entries.find(
    ({ name, kind }) => kind !== "directory" && /\.(?:safetensors|gguf|bin|pth)$/.test(name),
  );
  return other && `It holds ${printable(other.name, 80)}, which none of Ollama's patterns fits.`;
}

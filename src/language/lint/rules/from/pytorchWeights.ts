import { printable } from "../../../../base/redact.js";
import type { PathFact } from "../../modelPeek.js";
import { defineRule, type Finding } from "../../rule.js";
import { tryFindWeights } from "../../views/directoryFiles.js";
import type { ModelSource } from "../../views/modelSource.js";
import { suffixOf } from "../../views/pathText.js";

export const pytorchWeights = defineRule({
  number: "MF122",
  name: "pytorch-weights",
  severity: "error",
  fix: "none",
  docs: {
    what: "FROM or DRAFT names weights in PyTorch's or the old ggml format.",
    why: "Ollama's client sends them, and then its server cannot read them: `unknown type`, or a model without weights.",
    instead: "Convert them to Safetensors or GGUF first.",
  },
  examples: { bad: "FROM ./model.pth\n", good: "FROM ./model.safetensors\n" },
  check({ sources, peek }, report) {
    for (const source of sources) {
      if (source.instruction.name === "ADAPTER" || source.form.kind !== "path") continue;
      const finding = tryJudge(source, peek.findPath(source.text));
      if (finding) report({ ...finding, span: source.instruction.value.span });
    }
  },
});

function tryJudge({ text }: ModelSource, found: PathFact | undefined): Omit<Finding, "span"> | undefined {
  const shown = printable(text, 80);
  const notes = ["Convert them to Safetensors or GGUF first."];
  if (found?.kind === "directory") {
    if (tryFindWeights(found.entries)?.kind !== "pytorch") return undefined;
    return { message: `${shown} holds PyTorch weights, which Ollama cannot convert`, notes };
  }
  if (found?.kind === "file") {
    if (found.format === "zip")
      return { message: `${shown} is a PyTorch file, which Ollama cannot convert`, notes };
    if (found.format === "ggml")
      return { message: `${shown} is in the old ggml format, which Ollama cannot read`, notes };
    return undefined;
  }
  const suffix = suffixOf(text);
  if (/^\.(?:pth?|ckpt)$/.test(suffix) || /(?:^|[\\/])pytorch_model[^\\/]*\.bin$/.test(text)) {
    return { message: `${shown} is a PyTorch file by its name, which Ollama cannot convert`, notes };
  }
  if (suffix !== ".bin" && suffix !== ".ggml") return undefined;
  return {
    message: `${shown} is a PyTorch or old ggml file by its name, which Ollama cannot read`,
    notes: ["Only if there is GGUF in it does it work; then call it .gguf."],
    severity: "warning",
  };
}

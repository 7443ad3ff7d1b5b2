import { printable } from "../../../base/redact.js";
import type { FileFormat, ModelPeek, PathFact } from "../modelPeek.js";
import type { ModelSource } from "./modelSource.js";
import { suffixOf } from "./pathText.js";

export interface AdapterProblem {
  readonly message: string;
  readonly notes: readonly string[];
}

/** Why ADAPTER's value can be no adapter: told by the file where it can be seen, else by its name. */
export function tryExplainAdapter({ text }: ModelSource, peek: ModelPeek): AdapterProblem | undefined {
  const found = peek.findPath(text);
  if (found?.kind === "directory") return undefined;
  if (found?.kind === "file") return tryExplainFile(text, found);
  const what = kindsBySuffix[suffixOf(text)];
  if (what) return explain(text, what);
  if (/^(?:hf\.co|huggingface\.co|ollama\.com|registry\.ollama\.ai)\//i.test(text)) {
    return {
      message: `ADAPTER takes a local path, not a model's name: ${printable(text, 80)}`,
      notes: ["Download the adapter, and name its file or folder."],
    };
  }
  return undefined;
}

function tryExplainFile(text: string, { format, gguf }: Extract<PathFact, { kind: "file" }>) {
  if (format !== "gguf") return explain(text, kindsByFormat[format]);
  if (!gguf || gguf.kind === "adapter") return undefined;
  return {
    message: `${printable(text, 80)} is a ${gguf.kind === "model" ? "whole model" : gguf.kind}, not an adapter`,
    notes: [
      "Its header does not say `general.type = adapter`. Ollama takes it for a second model, and the create fails.",
    ],
  };
}

function explain(text: string, what: string): AdapterProblem {
  const notes =
    what === loneSafetensors
      ? [
          "Ollama sends only the file that is named, and its converter needs adapter_config.json too. Name the folder, with the weights called model.safetensors.",
        ]
      : ["An adapter is a GGUF file, or a folder with adapter_config.json and Safetensors."];
  return { message: `${printable(text, 80)} is ${what}, not an adapter that Ollama takes`, notes };
}

const loneSafetensors = "a Safetensors file without its configuration";

const kindsBySuffix: Readonly<Record<string, string>> = {
  ".txt": "text",
  ".md": "text",
  ".csv": "data",
  ".json": "JSON",
  ".jsonl": "training data",
  ".parquet": "training data",
  ".py": "a program",
  ".bin": "an old ggml or PyTorch file",
  ".ggml": "an old ggml file",
  ".pt": "a PyTorch file",
  ".pth": "a PyTorch file",
  ".ckpt": "a PyTorch file",
  ".onnx": "an ONNX file",
  ".zip": "an archive",
  ".safetensors": loneSafetensors,
};

const kindsByFormat: Readonly<Record<Exclude<FileFormat, "gguf">, string>> = {
  safetensors: loneSafetensors,
  ggml: "an old ggml file",
  zip: "a PyTorch file or an archive",
  text: "text",
  empty: "empty",
  other: "no GGUF file",
};

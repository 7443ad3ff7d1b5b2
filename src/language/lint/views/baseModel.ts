import type { LintFile, ValuedInstruction } from "../lintFile.js";
import type { GgufFact, ModelFact } from "../modelPeek.js";
import { meantText } from "./meantText.js";
import { isPathText } from "./modelSource.js";

/** What the file builds on. */
export type BaseModel =
  | { readonly kind: "none" }
  | { readonly kind: "weights"; readonly from: ValuedInstruction; readonly gguf: GgufFact | undefined }
  | { readonly kind: "model"; readonly from: ValuedInstruction; readonly fact: ModelFact | undefined };

/** Decides as Ollama's client does: what exists as a path is one, and of several names the last counts. */
export function baseModelOf(file: LintFile): BaseModel {
  let model: BaseModel = { kind: "none" };
  let weights: BaseModel = { kind: "none" };
  for (const source of file.sources) {
    const from = source.instruction;
    const text = from.name === "FROM" ? meantText(file, from) : "";
    if (text === "" || source.form.kind === "placeholder") continue;
    const found = file.peek.findPath(text);
    const isThere = found !== undefined && found.kind !== "missing";
    if (!isThere && !isPathText(text)) {
      model = { kind: "model", from, fact: file.peek.findModel(text) };
    } else if (weights.kind === "none") {
      weights = { kind: "weights", from, gguf: found?.kind === "file" ? found.gguf : undefined };
    }
  }
  return model.kind === "none" ? weights : model;
}

export function contextLengthOf(base: BaseModel): number | undefined {
  switch (base.kind) {
    case "none":
      return undefined;
    case "weights":
      return base.gguf?.contextLength;
    case "model":
      return base.fact?.contextLength;
  }
}

export function architectureOf(base: BaseModel): string | undefined {
  switch (base.kind) {
    case "none":
      return undefined;
    case "weights":
      return base.gguf?.architecture;
    case "model":
      return base.fact?.architecture;
  }
}

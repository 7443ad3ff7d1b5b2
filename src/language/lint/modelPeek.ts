/**
 * What lint may ask about the world outside the file. The command and the editor server fill it in; without
 * one, rules that need it stay quiet. Paths are as the Modelfile writes them, relative to its folder.
 */
export interface ModelPeek {
  /** What stands at a path; undefined when it cannot be looked up. */
  findPath(path: string): PathFact | undefined;
  /** A model of the local store; undefined when it is not there or there is no store. */
  findModel(name: string): ModelFact | undefined;
}

export type PathFact =
  | { readonly kind: "missing" }
  | {
      readonly kind: "file";
      readonly format: FileFormat;
      readonly sizeBytes: number;
      readonly gguf?: GgufFact;
    }
  | { readonly kind: "directory"; readonly entries: readonly DirectoryEntry[]; readonly peftBase?: string };

/** Told by the first bytes, not by the name. */
export type FileFormat = "gguf" | "safetensors" | "ggml" | "zip" | "text" | "empty" | "other";

export interface DirectoryEntry {
  /** Relative to the directory, with `/`. */
  readonly name: string;
  readonly kind: "file" | "directory" | "link-inside" | "link-outside" | "link-dangling";
}

/** What a GGUF header says, as far as rules need it. */
export interface GgufFact {
  readonly kind: "model" | "adapter" | "projector";
  readonly architecture: string;
  readonly contextLength?: number;
  readonly splitCount?: number;
  readonly chatTemplate?: string;
  /** For an adapter: the architecture or name of the model it was made for. */
  readonly baseName?: string;
}

export interface ModelFact {
  readonly architecture?: string;
  readonly contextLength?: number;
  readonly hasTemplate: boolean;
  readonly stops: readonly string[];
  /** What its configuration names; a model built on it inherits both. */
  readonly renderer?: string;
  readonly parser?: string;
}

export const noPeek: ModelPeek = { findPath: () => undefined, findModel: () => undefined };

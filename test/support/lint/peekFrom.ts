import { readFileSync } from "node:fs";
import type { ModelFact, ModelPeek, PathFact } from "../../../src/language/lint/modelPeek.js";
import { type OllamaRange, tryParseOllamaRange } from "../../../src/language/lint/ollamaVersion.js";

interface World {
  readonly paths?: Readonly<Record<string, PathFact>>;
  readonly models?: Readonly<Record<string, ModelFact>>;
  /** The Ollama versions that the files are meant for, as `--ollama` takes them. */
  readonly ollama?: string;
}

/** A world written down in a JSON file: paths that are not in it are missing. */
export function peekFrom(path: string): ModelPeek {
  const world = JSON.parse(readFileSync(path, "utf8")) as World;
  return {
    findPath: (asked) => world.paths?.[asked] ?? { kind: "missing" },
    findModel: (name) => world.models?.[name],
  };
}

export function ollamaFrom(path: string): OllamaRange | undefined {
  const { ollama } = JSON.parse(readFileSync(path, "utf8")) as World;
  return ollama === undefined ? undefined : tryParseOllamaRange(ollama);
}

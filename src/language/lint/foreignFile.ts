import type { ModelfileTree } from "../modelfile/tree.js";
import type { Span } from "../text/span.js";

/** Another tool's file under the same name. */
export interface ForeignFile {
  readonly tool: "modctl" | "Docker";
  /** The words that gave it away. */
  readonly words: readonly string[];
  readonly span: Span;
}

const marks: Readonly<Record<ForeignFile["tool"], ReadonlySet<string>>> = {
  // ModelPack's Modelfile (modctl) describes an artifact: what it is and which files belong to it.
  modctl: new Set([
    "NAME",
    "ARCH",
    "FAMILY",
    "FORMAT",
    "PARAMSIZE",
    "PRECISION",
    "QUANTIZATION",
    "CONFIG",
    "MODEL",
    "CODE",
    "DATASET",
    "DOC",
  ]),
  Docker: new Set([
    "RUN",
    "COPY",
    "ADD",
    "CMD",
    "ENTRYPOINT",
    "WORKDIR",
    "ENV",
    "EXPOSE",
    "ARG",
    "USER",
    "VOLUME",
    "LABEL",
  ]),
};

/**
 * Names the tool when at least two different words of its own, in capitals, stand where Ollama knows none. A
 * Dockerfile may have RUN alone: twice is no slip any more.
 */
export function detectForeignFile(tree: ModelfileTree): ForeignFile | undefined {
  const unknown = tree.instructions.filter(
    ({ name, word }) => name === undefined && word === word.toUpperCase(),
  );
  if (unknown.length < 2) return undefined;
  for (const tool of ["modctl", "Docker"] as const) {
    const own = unknown.filter(({ word }) => marks[tool].has(word));
    const words = [...new Set(own.map(({ word }) => word))];
    const first = own[0];
    const runs = own.filter(({ word }) => word === "RUN");
    if (first && (words.length >= 2 || runs.length >= 2)) return { tool, words, span: first.wordSpan };
  }
  return undefined;
}

import { printable } from "../../../../base/redact.js";
import type { LintFile } from "../../lintFile.js";
import { defineRule } from "../../rule.js";
import type { ModelSource, PathPlace } from "../../views/modelSource.js";

export const machinePath = defineRule({
  number: "MF111",
  name: "machine-path",
  severity: "warning",
  fix: "none",
  docs: {
    what: "FROM, ADAPTER or DRAFT names a path of one machine: an absolute one, one with a drive letter, or one in somebody's home.",
    why: "It works only there. Elsewhere Ollama takes the path in FROM for a model's name and stops with `invalid model name`.",
    instead: "Put the weights next to the Modelfile and name them relative to it: `FROM ./model.gguf`.",
  },
  examples: { bad: "FROM C:\\models\\pine.gguf\n", good: "FROM ./models/pine.gguf\n" },
  check(file, report) {
    for (const source of file.sources) {
      const { form, text, instruction } = source;
      if (form.kind !== "path" || form.place === "relative") continue;
      report({
        message: `${kinds[form.place]} works on one machine only: ${printable(text, 80)}`,
        span: instruction.value.span,
        notes: notesOn(file, source),
      });
    }
  },
});

const kinds: Readonly<Record<Exclude<PathPlace, "relative">, string>> = {
  absolute: "an absolute path",
  home: "a path in a home directory",
  windows: "a path of Windows",
};

/** A file of Ollama's own store, as `ollama show --modelfile` prints it. */
const blob = /[\\/]blobs[\\/]sha256[-:][0-9a-f]{64}$/i;

function notesOn({ peek }: LintFile, { text, instruction }: ModelSource): readonly string[] {
  const notes: string[] = [];
  if (blob.test(text))
    notes.push("This is a file of Ollama's store. Name the model that it belongs to instead.");
  else if (instruction.name === "FROM") {
    notes.push("Where it is absent, Ollama takes it for a model's name and stops with `invalid model name`.");
  } else notes.push("Where it is absent, the create stops.");
  if (peek.findPath(text)?.kind === "missing") notes.push("There is nothing at this path here.");
  return notes;
}

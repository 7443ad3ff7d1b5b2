import { printable } from "../../../../base/redact.js";
import type { DirectoryEntry, PathFact } from "../../modelPeek.js";
import { defineRule, type Finding } from "../../rule.js";
import {
  collectParts,
  findMissingParts,
  keyOf,
  type SplitPart,
  type SplitParts,
  tryFindWeights,
  tryReadSplitName,
} from "../../views/directoryFiles.js";
import { cleanPath } from "../../views/pathText.js";

export const splitPartMissing = defineRule({
  number: "MF109",
  name: "split-part-missing",
  severity: "error",
  fix: "none",
  docs: {
    what: "FROM names one part of a split GGUF and not the others, or a folder in which a part is missing.",
    why: "Ollama sends just the file that is named, and stops with `split GGUF … has 1 shards, expected 3`.",
    instead: "Name the folder, with only the parts in it, or write a FROM line for each part.",
  },
  examples: {
    bad: "FROM ./pine-00001-of-00002.gguf\n",
    good: "FROM ./pine-00001-of-00002.gguf\nFROM ./pine-00002-of-00002.gguf\n",
  },
  check(file, report) {
    const sources = file.sources.filter(
      ({ instruction, form }) => instruction.name === "FROM" && form.kind === "path",
    );
    const parts = collectParts(sources.flatMap(({ text }) => tryReadSplitName(cleanPath(text)) ?? []));
    // One finding a split, however many of its parts are named.
    const told = new Set<string>();
    for (const { text, instruction } of sources) {
      const found = file.peek.findPath(text);
      const part = tryReadSplitName(cleanPath(text));
      const gap =
        found?.kind === "directory"
          ? tryFindGapInFolder(found.entries)
          : part && !told.has(keyOf(part))
            ? tryFindGapInFile(part, parts, found)
            : undefined;
      if (part) told.add(keyOf(part));
      if (gap) report({ ...gap, span: instruction.value.span });
    }
  },
});

type Gap = Omit<Finding, "span">;

function tryFindGapInFile(part: SplitPart, parts: SplitParts, found: PathFact | undefined): Gap | undefined {
  const isWhole = found?.kind === "file" && (found.gguf?.splitCount ?? 0) < 2;
  const missing = isWhole ? [] : findMissingParts(part, parts);
  if (missing.length === 0) return undefined;
  return {
    message: `${printParts(missing)} of ${part.count} ${missing.length === 1 ? "is" : "are"} not named`,
    notes: [
      "Ollama takes only the files that FROM names: name the folder, or write a FROM line for each part.",
    ],
  };
}

function tryFindGapInFolder(entries: readonly DirectoryEntry[]): Gap | undefined {
  const names = (tryFindWeights(entries)?.entries ?? []).map(({ name }) => name);
  const parts = names.flatMap((name) => tryReadSplitName(name) ?? []);
  const collected = collectParts(parts);
  const part = parts.find((one) => findMissingParts(one, collected).length > 0);
  if (!part) return undefined;
  const missing = findMissingParts(part, collected);
  const are = missing.length === 1 ? "is" : "are";
  return {
    message: `${printParts(missing)} of ${part.count} of ${printable(part.prefix, 60)} ${are} not in the folder`,
    notes: ["Ollama stops when the parts of a split GGUF are not complete."],
  };
}

function printParts(numbers: readonly number[]): string {
  const shown = numbers.slice(0, 4).join(", ");
  const rest = numbers.length > 4 ? ` and ${numbers.length - 4} more` : "";
  return `part${numbers.length === 1 ? "" : "s"} ${shown}${rest}`;
}

import type { DirectoryEntry } from "../modelPeek.js";

/** The kinds of weights that Ollama's client looks for in a directory, in its order (cmd filesForModel). */
export type WeightsKind = "safetensors" | "pytorch" | "gguf" | "bin";

export interface WeightsGroup {
  readonly kind: WeightsKind;
  readonly entries: readonly DirectoryEntry[];
}

const groups: readonly (readonly [WeightsKind, RegExp])[] = [
  ["safetensors", /^(?:[^/]+\/)?model[^/]*\.safetensors$/],
  ["safetensors", /^consolidated[^/]*\.safetensors$/],
  ["pytorch", /^pytorch_model[^/]*\.bin$/],
  ["pytorch", /^consolidated[^/]*\.pth$/],
  ["gguf", /^[^/]*\.gguf$/],
  ["bin", /^[^/]*\.bin$/],
];

/** Sent along with whatever weights were found. */
const companions = /^(?:[^/]+\/)?[^/]*\.json$|^chat_template\.jinja$|^(?:[^/]+\/)?tokenizer\.model$/;

/** The first group that has files; Ollama ignores all others. It also sniffs their types, which names can't tell. */
export function tryFindWeights(entries: readonly DirectoryEntry[]): WeightsGroup | undefined {
  for (const [kind, pattern] of groups) {
    const found = entries.filter((entry) => entry.kind !== "directory" && pattern.test(entry.name));
    if (found.length > 0) return { kind, entries: found };
  }
  return undefined;
}

/** Everything that Ollama's client would send of a directory. */
export function findSentEntries(entries: readonly DirectoryEntry[]): readonly DirectoryEntry[] {
  const others = entries.filter(({ kind, name }) => kind !== "directory" && companions.test(name));
  return [...(tryFindWeights(entries)?.entries ?? []), ...others];
}

/** What PEFT calls the weights of an adapter; none of Ollama's patterns has it. */
export function hasPeftWeights(entries: readonly DirectoryEntry[]): boolean {
  return entries.some(({ name }) => name === "adapter_model.safetensors");
}

/** A part of a split GGUF, by the name that llama.cpp gives it. */
export interface SplitPart {
  readonly prefix: string;
  readonly index: number;
  readonly count: number;
}

export function tryReadSplitName(path: string): SplitPart | undefined {
  const match = /^(.*)-(\d{5})-of-(\d{5})\.gguf$/.exec(path);
  if (!match) return undefined;
  return { prefix: match[1] ?? "", index: Number(match[2]), count: Number(match[3]) };
}

/** The numbers of the parts that are there, for each split. */
export type SplitParts = ReadonlyMap<string, ReadonlySet<number>>;

export function collectParts(parts: readonly SplitPart[]): SplitParts {
  const found = new Map<string, Set<number>>();
  for (const part of parts) found.set(keyOf(part), (found.get(keyOf(part)) ?? new Set()).add(part.index));
  return found;
}

/** The parts of a split that are not among `parts`, by number. */
export function findMissingParts(part: SplitPart, parts: SplitParts): readonly number[] {
  const there = parts.get(keyOf(part));
  const count = Math.min(part.count, mostParts);
  return Array.from({ length: count }, (_, at) => at + 1).filter((index) => !there?.has(index));
}

export function keyOf({ prefix, count }: SplitPart): string {
  return `${count} ${prefix}`;
}

/** No model has so many; the number comes from a file's name. */
const mostParts = 1000;

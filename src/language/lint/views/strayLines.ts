import { type InstructionName, instructionNames } from "../../modelfile/instructions.js";
import type { Instruction, Item, JunkItem, ModelfileTree } from "../../modelfile/tree.js";
import type { LintFile } from "../lintFile.js";

/** A line that starts with no instruction Ollama knows. */
export type StrayLine = JunkItem | (Instruction & { readonly name: undefined });

/** Such lines one after the other, comments between them included. */
export interface StrayRun {
  readonly lines: readonly StrayLine[];
  /** What stands above them. */
  readonly above: Item | undefined;
}

/** The lines that MF001 speaks of; a code fence is MF013's and a bare `SYSTEM` is MF002's. */
export function findStrayRuns({ tree, reading }: LintFile): StrayRun[] {
  if (reading.kind === "ok") return [];
  const fences = findFences(tree);
  const runs: { lines: StrayLine[]; above: Item | undefined }[] = [];
  let above: Item | undefined;
  let current: StrayLine[] | undefined;
  for (const item of tree.items) {
    if (item.kind === "comment") continue;
    if (isStray(tree, item, fences)) {
      if (current) current.push(item);
      else {
        current = [item];
        runs.push({ lines: current, above });
      }
    } else {
      current = undefined;
      above = item;
    }
  }
  return runs;
}

function isStray(tree: ModelfileTree, item: Item, fences: readonly Item[]): item is StrayLine {
  switch (item.kind) {
    case "comment":
      return false;
    case "instruction":
      return item.name === undefined;
    case "junk":
      return !fences.includes(item) && tryFindBareInstruction(tree, item) === undefined;
  }
}

/**
 * The code fence of Markdown around a whole file: its first or last line. Elsewhere a fence is more
 * likely part of a text whose quotes were forgotten.
 */
export function findFences(tree: ModelfileTree): readonly JunkItem[] {
  const lines = tree.items.filter(({ kind }) => kind !== "comment");
  const first = lines[0];
  const last = lines.length > 1 ? lines[lines.length - 1] : undefined;
  const before = lines[lines.length - 2];
  const opening = first?.kind === "junk" && isFence(tree, first) ? first : undefined;
  const isAfterText =
    before?.kind === "junk" || (before?.kind === "instruction" && before.name === undefined);
  const closing =
    last?.kind === "junk" && isFence(tree, last) && (opening || !isAfterText) ? last : undefined;
  return [opening, closing].filter((fence) => fence !== undefined);
}

function isFence({ source }: ModelfileTree, { span }: JunkItem): boolean {
  return /^(?:`{3,}|~{3,})[\w+-]*[ \t]*$/.test(source.text.slice(span.start, span.end));
}

/** An instruction's word alone on its line, without even a blank behind it. */
export function tryFindBareInstruction(
  { source }: ModelfileTree,
  { span }: JunkItem,
): InstructionName | undefined {
  if (span.end - span.start > longestWord) return undefined;
  const word = source.text.slice(span.start, span.end).toUpperCase();
  return instructionNames.find((name) => name === word);
}

const longestWord = Math.max(...instructionNames.map((name) => name.length));

/** UTF-16 without a byte-order mark, read as UTF-8: every other character is NUL. */
export function looksLikeUtf16({ text }: LintFile): boolean {
  if (text.charCodeAt(0) !== 0 && text.charCodeAt(1) !== 0) return false;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: NUL is what this is about
  return /^(?:[\x01-\x7f]\0){4}|^(?:\0[\x01-\x7f]){4}/.test(text);
}

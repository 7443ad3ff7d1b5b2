import type { InstructionName } from "../modelfile/instructions.js";
import { parseModelfile } from "../modelfile/parseModelfile.js";
import { readAsOllama } from "../modelfile/readAsOllama.js";
import type { Instruction, Item, ModelfileTree } from "../modelfile/tree.js";
import type { SourceFile } from "../text/sourceFile.js";
import { printValue } from "./printValue.js";

/** A file that Ollama cannot read is left alone: there is no meaning that could be kept. */
export type FormatResult =
  | { readonly kind: "ok"; readonly text: string }
  | { readonly kind: "refused"; readonly reason: string };

/**
 * The one style: instructions in capitals, their order kept, a blank line between groups, the least quoting,
 * LF. Values stay as they are to the byte, comments where they belong.
 */
export function formatModelfile(input: string | Uint8Array | SourceFile | ModelfileTree): FormatResult {
  const tree = typeof input === "object" && "instructions" in input ? input : parseModelfile(input);
  const reading = readAsOllama(tree);
  if (reading.kind === "error") return { kind: "refused", reason: reading.error };
  const { text } = tree.source;
  const lines: string[] = [];
  for (const [index, item] of tree.items.entries()) {
    if (index > 0 && isBlankBefore(tree, index)) lines.push("");
    lines.push(printItem(text, item));
  }
  return { kind: "ok", text: `${lines.join("\n")}\n` };
}

function printItem(text: string, item: Item): string {
  if (item.kind !== "instruction") return text.slice(item.span.start, item.span.end).replace(/[ \t]+$/, "");
  const words = [item.word.toUpperCase()];
  if (item.argument) words.push(item.argument.text);
  if (item.value) words.push(printValue(text, item.value));
  return words.join(" ");
}

type Group = "model" | "parameters" | "template" | "system" | "messages" | "license" | "builtin";

const groups: Readonly<Record<InstructionName, Group>> = {
  FROM: "model",
  ADAPTER: "model",
  DRAFT: "model",
  REQUIRES: "model",
  PARAMETER: "parameters",
  TEMPLATE: "template",
  SYSTEM: "system",
  MESSAGE: "messages",
  LICENSE: "license",
  RENDERER: "builtin",
  PARSER: "builtin",
};

/**
 * Blank lines of the author stay, as one. Where two groups meet without one, it goes before the comments
 * that lead to the second.
 */
function isBlankBefore(tree: ModelfileTree, index: number): boolean {
  if (hasBlankLine(tree, index)) return true;
  const { items } = tree;
  if (items[index - 1]?.kind !== "instruction") return false;
  let next = index;
  while (items[next]?.kind === "comment") next++;
  const isSeparatedLater = items
    .slice(index + 1, next + 1)
    .some((_, at) => hasBlankLine(tree, index + 1 + at));
  return !isSeparatedLater && groupOf(items[index - 1]) !== groupOf(items[next]);
}

function groupOf(item: Item | undefined): Group | undefined {
  return item?.kind === "instruction" ? groups[(item as Instruction).name ?? "FROM"] : undefined;
}

function hasBlankLine(tree: ModelfileTree, index: number): boolean {
  const before = tree.items[index - 1];
  const item = tree.items[index];
  if (!before || !item) return false;
  const between = tree.source.text.slice(before.span.end, item.span.start);
  return (between.match(/\r\n|\r|\n/g)?.length ?? 0) > 1;
}

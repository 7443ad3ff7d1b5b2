import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { type Pragma, readPragmas } from "../../lint/pragmas.js";
import { tryFindRule } from "../../lint/rules.js";
import type { Item, ModelfileTree } from "../../modelfile/tree.js";
import type { TextEdit } from "../../text/edit.js";

/** A reason is asked for, and only its author knows it. */
const reasonToWrite = "TODO: say why";

/**
 * The edit that silences a finding where it stands, or in the whole file when it stands at no instruction;
 * undefined for what no pragma can silence.
 */
export function tryIgnoreHere(tree: ModelfileTree, { code, span }: Diagnostic): TextEdit | undefined {
  const rule = tryFindRule(code);
  if (!rule || rule.fatal || isAboutPragmas(code)) return undefined;
  const index = tree.items.findIndex((item) => span.start >= item.span.start && span.start <= item.span.end);
  const item = tree.items[index];
  if (item?.kind !== "instruction") return insertLine(tree, 0, `# mf: ignore-file[${code}] ${reasonToWrite}`);
  return tryExtendPragma(tree, index, code) ?? insertAbove(tree, item, code);
}

/** MF9xx: findings about pragmas themselves, which a pragma does not reach. */
function isAboutPragmas(code: string): boolean {
  return code.startsWith("MF9");
}

/** Adds the rule to a pragma that speaks for the same instruction already. */
function tryExtendPragma(tree: ModelfileTree, index: number, code: string): TextEdit | undefined {
  const item = tree.items[index];
  const pragma = readPragmas(tree).find(
    (one): one is Pragma =>
      one.kind === "ignore" && one.rules.length > 0 && item !== undefined && one.reach.end === item.span.end,
  );
  const last = pragma?.rules[pragma.rules.length - 1];
  return last && { span: { start: last.span.end, end: last.span.end }, text: `, ${code}` };
}

function insertAbove(tree: ModelfileTree, item: Item, code: string): TextEdit {
  const { lines } = tree.source;
  const lineStart = lines.lineSpan(lines.positionAt(item.span.start).line).start;
  return insertLine(tree, lineStart, `# mf: ignore[${code}] ${reasonToWrite}`);
}

/** Keeps the byte-order mark in front of everything and the line breaks as they are. */
function insertLine({ source }: ModelfileTree, offset: number, line: string): TextEdit {
  const at = offset === 0 && source.hasBom ? 1 : offset;
  const lineBreak = /\r\n|\r|\n/.exec(source.text)?.[0] ?? "\n";
  return { span: { start: at, end: at }, text: `${line}${lineBreak}` };
}

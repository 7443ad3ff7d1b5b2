import { isMessageRole } from "../../modelfile/instructions.js";
import { tryFindParameter, tryFindRetiredParameter } from "../../modelfile/parameters.js";
import type { Quote } from "../../modelfile/scanValue.js";
import type { ValueNode } from "../../modelfile/tree.js";
import type { TextEdit } from "../../text/edit.js";
import type { Span } from "../../text/span.js";
import { keptText } from "./runeNames.js";

/** A line inside a value that looks like an instruction. */
export interface SwallowedLine {
  readonly word: string;
  readonly wordSpan: Span;
  /** The value's quote opens in it again, or it could hardly be prose: it was not meant to be in there. */
  readonly isConvincing: boolean;
}

/** Characters that Ollama drops may stand before the word. */
const lineOfInstruction =
  /(?<=[\r\n])(?:(?![\r\n])[\p{C}\p{Z}])*(FROM|PARAMETER|TEMPLATE|SYSTEM|ADAPTER|MESSAGE|LICENSE|DRAFT|RENDERER|PARSER|REQUIRES)[ \t]+([^\r\n]*)/gu;

/** Only words in capitals count: in small letters they start sentences. */
export function findSwallowedLines(text: string, { quote, contentSpan }: ValueNode): SwallowedLine[] {
  const content = text.slice(contentSpan.start, contentSpan.end);
  if (quote === "" || !/[\r\n]/.test(content)) return [];
  return [...content.matchAll(lineOfInstruction)].map((match) => {
    const [line, word = ""] = match;
    const rest = keptText(match[2] ?? "");
    const start = contentSpan.start + match.index + line.indexOf(word);
    const isConvincing = opensQuote(word, rest, quote) || (quote === '"' && isHardlyProse(word, rest));
    return { word, wordSpan: { start, end: start + word.length }, isConvincing };
  });
}

function opensQuote(word: string, rest: string, quote: Quote): boolean {
  const value = word === "PARAMETER" || word === "MESSAGE" ? rest.replace(/^\w+[ \t]+/, "") : rest;
  return value.startsWith(quote);
}

/**
 * A system prompt in `"""` may well show a Modelfile. Nobody opens one with a single quote for several
 * lines and a PARAMETER among them.
 */
function isHardlyProse(word: string, rest: string): boolean {
  const name = /^\w+(?=[ \t])/.exec(rest)?.[0] ?? "";
  if (word === "MESSAGE") return isMessageRole(name);
  if (word !== "PARAMETER") return false;
  return tryFindParameter(name) !== undefined || tryFindRetiredParameter(name) !== undefined;
}

/** A closing quote with text behind it, so that for Ollama it closes nothing. */
export interface EarlyClose {
  readonly quote: Span;
  /** The text behind it, to the end of the line. */
  readonly tail: Span;
}

/** Where the author seems to have closed a value that goes on over the following lines. */
export function tryFindEarlyClose(text: string, value: ValueNode): EarlyClose | undefined {
  const { start, end } = value.contentSpan;
  if (value.quote === "") return undefined;
  const content = text.slice(start, end);
  // A single quote may stand in the text: only the first line counts, and only when all its quotes pair up.
  const lines = value.quote === '"' ? /[^\r\n]*/g : /[^\r\n]+/g;
  for (const match of content.matchAll(lines)) {
    const close = tryFindCloseInLine(match[0], value.quote);
    const isLastLine = match.index + match[0].length === content.length;
    if (close && !(value.closed && isLastLine)) {
      const at = start + match.index + close.at;
      const tailStart = start + match.index + close.tailAt;
      return {
        quote: { start: at, end: at + value.quote.length },
        tail: { start: tailStart, end: start + match.index + match[0].trimEnd().length },
      };
    }
    if (value.quote === '"') return undefined;
  }
  return undefined;
}

/** An odd number of quotes in a line closes what is open; what comes behind must not look like an opening. */
function tryFindCloseInLine(line: string, quote: Quote): { at: number; tailAt: number } | undefined {
  if (!line.includes(quote)) return undefined;
  const places = [...line.matchAll(quote === '"' ? /"/g : /"""/g)].map(({ index }) => index);
  const at = places[places.length - 1];
  if (at === undefined || places.length % 2 === 0) return undefined;
  const behind = line.slice(at + quote.length);
  const blanks = /^[ \t]*/.exec(behind)?.[0].length ?? 0;
  const tail = behind.slice(blanks);
  if (tail === "" || (blanks === 0 && /^[\p{L}\p{N}"]/u.test(tail))) return undefined;
  return { at, tailAt: at + quote.length + blanks };
}

/**
 * Closes a value before `end`, above the blank lines and comments that stand there. A shorter quote in
 * that place gives way.
 */
export function closeQuoteBefore(text: string, { quote, contentSpan }: ValueNode, end: number): TextEdit {
  const content = text.slice(contentSpan.start, end);
  let before = "";
  for (const { 0: line, index } of content.matchAll(/[^\r\n]+/g)) {
    const shown = line.trim();
    // What stands behind the quote itself is text, whatever it looks like.
    if (shown !== "" && (index === 0 || !shown.startsWith("#"))) {
      before = content.slice(0, index + line.trimEnd().length);
    }
  }
  const kept = quote === '"' ? before : before.replace(/"{1,2}$/, "");
  const start = contentSpan.start + kept.length;
  return { span: { start, end: contentSpan.start + before.length }, text: quote };
}

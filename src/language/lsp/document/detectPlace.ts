import * as t from "../../modelfile/tokens.js";
import type { Instruction, ModelfileTree } from "../../modelfile/tree.js";
import { hasOffset, type Span } from "../../text/span.js";
import type { EditorDocument } from "./editorDocument.js";

/** What stands, or is about to stand, where the cursor is. `span` is all of it, not only what is typed so far. */
export type Place =
  /** The word that starts an instruction; `hasRest` when a blank follows it. */
  | { readonly kind: "word"; readonly span: Span; readonly hasRest: boolean }
  | {
      readonly kind: "parameterName" | "role";
      readonly span: Span;
      readonly hasRest: boolean;
      readonly instruction: Instruction;
    }
  /** Inside a value; the span is its content, without quotes. */
  | { readonly kind: "value"; readonly span: Span; readonly instruction: Instruction }
  | { readonly kind: "comment"; readonly span: Span }
  | { readonly kind: "none" };

type Token = ModelfileTree["tokens"][number];

const nowhere: Place = { kind: "none" };

export function detectPlace(document: EditorDocument, offset: number): Place {
  const token = tokenBefore(document.tree.tokens, offset);
  switch (token?.tokenType) {
    case undefined:
    case t.Bom:
    case t.LineBreak:
    case t.Blank:
      return document.text[offset] === "#" ? nowhere : wordAround(document.text, offset, offset);
    case t.Junk:
      return wordAround(document.text, token.startOffset, offset);
    case t.CommandWord:
    case t.ParameterWord:
    case t.MessageWord:
    case t.UnknownWord: {
      const span = { start: endOf(token) - t.wordOf(token.image).length, end: endOf(token) };
      // A character that is dropped may stand before the word, and be two units long.
      return offset < span.start ? nowhere : { kind: "word", span, hasRest: true };
    }
    case t.Comment:
      return { kind: "comment", span: { start: token.startOffset, end: endOf(token) } };
    default:
      return placeInInstruction(document, offset);
  }
}

/** The last token that starts before the offset. Empty tokens at the offset do not count. */
function tokenBefore(tokens: readonly Token[], offset: number): Token | undefined {
  let low = 0;
  let high = tokens.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tokens[middle]?.startOffset ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return tokens[low - 1];
}

const word = /[A-Za-z]*/y;

/** A line that has no blank yet: a word only as long as there are just letters before the cursor. */
function wordAround(text: string, start: number, offset: number): Place {
  word.lastIndex = start;
  const end = start + (word.exec(text)?.[0].length ?? 0);
  if (offset > end) return nowhere;
  const hasRest = end > start && (text[end] === " " || text[end] === "\t");
  return { kind: "word", span: { start, end }, hasRest };
}

function placeInInstruction(document: EditorDocument, offset: number): Place {
  const instruction = instructionBefore(document.tree.instructions, offset);
  if (!instruction) return nowhere;
  const { name, argument, value, wordSpan } = instruction;
  if (name !== "PARAMETER" && name !== "MESSAGE") return placeInValue(instruction);
  const kind = name === "PARAMETER" ? "parameterName" : "role";
  // The one blank behind the word belongs to no part.
  const at = argument?.span ?? { start: wordSpan.end + 1, end: wordSpan.end + 1 };
  if (!hasOffset(at, offset)) return placeInValue(instruction);
  if (value) return { kind, span: at, hasRest: true, instruction };
  const typed = /^\w*/.exec(document.text.slice(at.start, at.end))?.[0] ?? "";
  const span = { start: at.start, end: at.start + typed.length };
  return offset > span.end ? nowhere : { kind, span, hasRest: false, instruction };
}

function placeInValue(instruction: Instruction): Place {
  const { value } = instruction;
  return value ? { kind: "value", span: value.contentSpan, instruction } : nowhere;
}

function instructionBefore(instructions: readonly Instruction[], offset: number): Instruction | undefined {
  let low = 0;
  let high = instructions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((instructions[middle]?.span.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return instructions[low - 1];
}

function endOf(token: Token): number {
  return token.startOffset + token.image.length;
}

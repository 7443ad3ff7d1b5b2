import { isGoSemver } from "../modelfile/createRequest.js";
import { tryFindParameter, tryFindRetiredParameter } from "../modelfile/parameters.js";
import { tryParseParameterValue } from "../modelfile/parameterValue.js";
import type { ValueNode } from "../modelfile/tree.js";
import type { Span } from "../text/span.js";
import type { ValuedInstruction } from "./lintFile.js";

/** A comment behind a value. Ollama knows none: `#` counts only at the start of a line. */
export interface InlineComment {
  /** `refused`: the value without the comment has the right type, with it Ollama stops. */
  readonly effect: "refused" | "kept";
  /** What was meant to be the value. */
  readonly value: string;
  /** The comment, its mark included. */
  readonly span: Span;
  /** The comment and the blanks before it: what a fix takes out. */
  readonly removal: Span;
}

/** Marks of other languages count where the value's type leaves no doubt. */
const anyMark = /#|\/\/|(?<=[ \t])(?:--|;)/;
const hashMark = /(?<=[ \t])#/;

/**
 * The comment behind an unquoted value, or undefined when `#` may well belong to the value. MF016 and MF019
 * speak of it; rules that judge the value stay quiet then, so that one slip is one finding.
 */
export function tryFindInlineComment(
  text: string,
  instruction: ValuedInstruction,
): InlineComment | undefined {
  const { value } = instruction;
  if (value.quote !== "" || !value.closed) return undefined;
  const accepts = typeTestOf(instruction);
  const at = value.text.search(accepts ? anyMark : hashMark);
  if (at < 0) return undefined;
  const meant = value.text.slice(0, at).trimEnd();
  const comment = value.text.slice(at);
  if (accepts ? !accepts(meant) || accepts(value.text) : !isWordWithComment(instruction, meant, comment))
    return undefined;
  const { end } = value.span;
  const start = sourceOffset(value, at);
  const kept = text.slice(value.span.start, start).trimEnd().length;
  return {
    effect: accepts ? "refused" : "kept",
    value: meant,
    span: { start, end },
    removal: { start: value.span.start + kept, end },
  };
}

/** Where a character of a value's reading stands in the file. */
function sourceOffset({ contentSpan, dropped }: ValueNode, index: number): number {
  let at = contentSpan.start + index;
  for (const { offset, rune } of dropped) {
    if (offset > at) break;
    at += rune > 0xffff ? 2 : 1;
  }
  return at;
}

/** Whether Ollama's client takes a value; undefined where it takes any text. */
function typeTestOf({ name, argument }: ValuedInstruction): ((value: string) => boolean) | undefined {
  if (name === "REQUIRES") return (value) => isGoSemver(`v${value.replace(/^v/, "")}`);
  if (name !== "PARAMETER" || !argument || tryFindRetiredParameter(argument.text)) return undefined;
  const info = tryFindParameter(argument.text);
  if (!info || info.type === "strings") return undefined;
  return (value) => tryParseParameterValue(info, value) !== undefined;
}

/** Where any text is taken, only a single word with a comment behind it is told from a text with a `#` in it. */
function isWordWithComment({ name, argument }: ValuedInstruction, value: string, comment: string): boolean {
  if (!/^[^ \t]+$/.test(value)) return false;
  const isSpaced = /^#[ \t]+\S/.test(comment);
  switch (name) {
    case "FROM":
    case "ADAPTER":
    case "DRAFT":
      // `./run #2/model.gguf` is a path.
      return isSpaced || !/[/\\.]/.test(comment);
    case "RENDERER":
    case "PARSER":
      return true;
    case "LICENSE":
      return isSpaced;
    case "PARAMETER":
      return isSpaced && argument?.text === "stop";
    default:
      return false;
  }
}

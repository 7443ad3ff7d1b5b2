import { tryFindParameter } from "../../modelfile/parameters.js";
import type { ValuedInstruction } from "../lintFile.js";

/** Quotes of other languages around a value; Ollama knows only `"` and `"""`. */
export interface ForeignQuotes {
  readonly open: string;
  readonly close: string;
  readonly inside: string;
}

const pairs: readonly (readonly [open: string, close: string])[] = [
  ["'''", "'''"],
  ["'", "'"],
  ["“", "”"],
  ["„", "“"],
  ["”", "”"],
  ["‘", "’"],
  ["«", "»"],
];

/** The foreign quotes around a whole value; undefined where the value has a type, as MF203 speaks then. */
export function tryFindForeignQuotes({
  name,
  argument,
  value,
}: ValuedInstruction): ForeignQuotes | undefined {
  if (value.quote !== "" || !/^['“”„‘«]/.test(value.text)) return undefined;
  if (name === "REQUIRES") return undefined;
  if (name === "PARAMETER" && argument && tryFindParameter(argument.text)?.type !== "strings")
    return undefined;
  for (const [open, close] of pairs) {
    const { text } = value;
    if (text.length < open.length + close.length || !text.startsWith(open) || !text.endsWith(close)) continue;
    const inside = text.slice(open.length, text.length - close.length);
    // `'a' or 'b'` is two quoted words, not one value.
    if (inside.includes(open) || inside.includes(close)) return undefined;
    return { open, close, inside };
  }
  return undefined;
}

import { isKeptInValue, runeAt } from "../../modelfile/printable.js";

/** Names of characters that people cannot see or tell apart (Unicode 15's, in lower case). */
const names: ReadonlyMap<number, string> = new Map([
  [0x00, "NUL"],
  [0x07, "bell"],
  [0x08, "backspace"],
  [0x0b, "vertical tab"],
  [0x0c, "form feed"],
  [0x1a, "control-Z"],
  [0x1b, "escape"],
  [0x7f, "delete"],
  [0x85, "next line"],
  [0xa0, "no-break space"],
  [0xad, "soft hyphen"],
  [0x061c, "arabic letter mark"],
  [0x180e, "mongolian vowel separator"],
  [0x1680, "ogham space mark"],
  [0x2007, "figure space"],
  [0x2009, "thin space"],
  [0x200a, "hair space"],
  [0x200b, "zero width space"],
  [0x200c, "zero width non-joiner"],
  [0x200d, "zero width joiner"],
  [0x200e, "left-to-right mark"],
  [0x200f, "right-to-left mark"],
  [0x2028, "line separator"],
  [0x2029, "paragraph separator"],
  [0x202a, "left-to-right embedding"],
  [0x202b, "right-to-left embedding"],
  [0x202c, "pop directional formatting"],
  [0x202d, "left-to-right override"],
  [0x202e, "right-to-left override"],
  [0x202f, "narrow no-break space"],
  [0x205f, "medium mathematical space"],
  [0x2060, "word joiner"],
  [0x2066, "left-to-right isolate"],
  [0x2067, "right-to-left isolate"],
  [0x2068, "first strong isolate"],
  [0x2069, "pop directional isolate"],
  [0x3000, "ideographic space"],
  [0xfeff, "byte-order mark"],
]);

/** `U+00A0 (no-break space)`. */
export function describeRune(rune: number): string {
  const name = names.get(rune) ?? kindOf(rune);
  return `${codePointOf(rune)}${name ? ` (${name})` : ""}`;
}

function codePointOf(rune: number): string {
  return `U+${rune.toString(16).toUpperCase().padStart(4, "0")}`;
}

function kindOf(rune: number): string | undefined {
  const text = String.fromCodePoint(rune);
  if (/\p{Co}/u.test(text)) return "private use";
  if (/\p{Cc}/u.test(text)) return "control character";
  if (/\p{Zs}/u.test(text)) return "a kind of space";
  if (rune >= 0xe0000 && rune <= 0xe007f) return "tag character";
  if (/\p{Cf}/u.test(text)) return "format character";
  if (/\p{Cn}/u.test(text)) return "not assigned";
  return undefined;
}

/** A blank of another kind: people see a space where Ollama reads nothing. */
export function isForeignSpace(rune: number): boolean {
  return (
    rune === 0xa0 ||
    rune === 0x1680 ||
    (rune >= 0x2000 && rune <= 0x200a) ||
    rune === 0x2028 ||
    rune === 0x2029 ||
    rune === 0x202f ||
    rune === 0x205f ||
    rune === 0x3000
  );
}

/** Characters that turn the direction of what follows (Trojan Source, CVE-2021-42574). */
export function isBidiControl(rune: number): boolean {
  return (rune >= 0x202a && rune <= 0x202e) || (rune >= 0x2066 && rune <= 0x2069);
}

export function isJoiner(rune: number): boolean {
  return rune === 0x200c || rune === 0x200d;
}

/** What Ollama keeps of a piece of a value. */
export function keptText(text: string): string {
  if (/^[\x20-\x7e\t]*$/.test(text)) return text;
  // A cut through a pair of surrogates leaves a half, which is nothing to show.
  const runes = [...text].filter((rune) => !/^[\ud800-\udfff]$/.test(rune));
  return runes.filter((rune) => isKeptInValue(runeAt(rune, 0))).join("");
}

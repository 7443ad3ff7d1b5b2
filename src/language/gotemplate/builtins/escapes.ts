import { toPrintable } from "../execute/printable.js";
import type { RenderState } from "../execute/state.js";
import { sprint } from "../format/print.js";
import { encodeGoText, tryRawByte } from "../text/goText.js";
import { isPrintableRune } from "../text/unicode.js";
import type { GoValue } from "../values/values.js";

/** The text of the arguments, each as it would be printed by itself. */
function textOf(args: readonly GoValue[], s: RenderState): string {
  const shown = args.map((arg) => {
    const printable = toPrintable(arg);
    return printable.kind === "value" ? printable.value : arg;
  });
  return sprint(shown, s.limits);
}

const htmlEscapes: ReadonlyMap<string, string> = new Map([
  ["\0", "\ufffd"],
  ['"', "&#34;"],
  ["'", "&#39;"],
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
]);

export function escapeHtml(args: readonly GoValue[], s: RenderState): GoValue {
  return textOf(args, s).replace(/[\0"'&<>]/g, (c) => htmlEscapes.get(c) ?? c);
}

/** Text that may stand in a JavaScript string literal: what cannot be printed as \u and its number. */
export function escapeJs(args: readonly GoValue[], s: RenderState): GoValue {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are replaced
  return textOf(args, s).replace(/[\\'"<>&=\x00-\x1f]|[^\x00-\x7f]/gu, escapeJsRune);
}

function escapeJsRune(character: string): string {
  const rune = character.codePointAt(0) ?? 0;
  if (character === "\\" || character === "'" || character === '"') return `\\${character}`;
  if (rune >= 0x80 && (tryRawByte(rune) !== undefined || isPrintableRune(rune))) return character;
  return `\\u${rune.toString(16).toUpperCase().padStart(4, "0")}`;
}

export function escapeUrlQuery(args: readonly GoValue[], s: RenderState): GoValue {
  const text = textOf(args, s);
  if (/^[\w.~-]*$/.test(text)) return text;
  let escaped = "";
  for (const byte of encodeGoText(text)) {
    const character = String.fromCharCode(byte);
    if (/[\w.~-]/.test(character)) escaped += character;
    else escaped += byte === 0x20 ? "+" : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  return escaped;
}

/** Go's `strings.ToLower`: rune by rune, without JavaScript's rules for a letter's neighbours. */
export function toGoLower(text: string): string {
  if (/^[^A-Z\u0080-\uffff]*$/.test(text)) return text;
  return Array.from(text, (rune) => (rune === "\u0130" ? "i" : rune.toLowerCase())).join("");
}

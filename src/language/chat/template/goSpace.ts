/** What Go's `strings.TrimSpace` takes away; JavaScript's `trim` knows one more and one fewer. */
const space = "[\\t-\\r \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";
const leading = new RegExp(`^${space}+`);
const isSpace = new RegExp(space);

export function trimGoSpace(text: string): string {
  let end = text.length;
  while (end > 0 && isSpace.test(text.charAt(end - 1))) end--;
  return text.slice(0, end).replace(leading, "");
}

/** What the writer of a stop meant: the mistakes that can be undone, undone. */
export function mendStop(text: string): string {
  const bare = tryStripQuotes(text) ?? text;
  return tryDecodeEscapes(bare) ?? bare;
}

const pair = /^(?:\\?"(.+?)\\?"|'(.+)'|`([^`]+)`)$/s;
/** A quote at one end of a marker. */
const oneSided = /^(?:\\?["'`](<[^<>"'`]+>)|(<[^<>"'`]+>)\\?["'`])$/;

/** The text without quotes that slipped into it; undefined when there are none, or they may well be meant. */
export function tryStripQuotes(text: string): string | undefined {
  if (!/["'`]/.test(text)) return undefined;
  const match = pair.exec(text) ?? oneSided.exec(text);
  const inside = match?.slice(1).find((part) => part !== undefined);
  return inside === undefined || /^["'`]+$/.test(inside) ? undefined : inside;
}

/** Several texts written as a JSON list. */
export function tryReadList(text: string): readonly string[] | undefined {
  if (!/^\[\s*["']/.test(text) || !text.endsWith("]")) return undefined;
  const items = [...text.matchAll(/"([^"]*)"|'([^']*)'/g)].map(
    ([, double, single]) => double ?? single ?? "",
  );
  return items.length > 0 ? items : undefined;
}

const escaped = /\\(?:[nrt]|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2})/;
const everyEscape = new RegExp(escaped, "g");
/** Commands that start like an escape. */
const latex =
  /\\(?:new[a-z]|nabla|neq|not|nu\b|text|times|tau|theta|title|top|right|rho|ref|rm\b|tfrac|tt\b)/;

/** The first escape of another language in a text. */
export function tryFindEscape(text: string): string | undefined {
  return text.includes("\\") && !latex.test(text) ? escaped.exec(text)?.[0] : undefined;
}

const meanings: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };

/** The text with its escapes read; undefined when it has none or the result could not be written down. */
export function tryDecodeEscapes(text: string): string | undefined {
  if (tryFindEscape(text) === undefined) return undefined;
  const meant = text.replace(everyEscape, (found) => {
    const kind = found[1] ?? "";
    return meanings[kind] ?? String.fromCharCode(Number.parseInt(found.slice(2), 16));
  });
  // A carriage return, a quote or an invisible character would not come through as it is.
  const isWritable = /^[\x20\x21\x23-\x7e\n\uff5c\u2581]+$/.test(meant) && !meant.includes("\\");
  return isWritable && !/^ +$/.test(meant) ? meant : undefined;
}

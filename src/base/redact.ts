/**
 * Makes foreign text safe to show: control characters (which could drive a terminal) become
 * visible escapes, and text longer than `maxLength` is cut in the middle of nothing important.
 */
export function printable(text: string, maxLength = 200): string {
  const shown = text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this removes
    /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g,
    (c) => `\\u{${c.charCodeAt(0).toString(16)}}`,
  );
  return shown.length > maxLength ? `${shown.slice(0, maxLength - 1)}…` : shown;
}

/** Hides user:password in URLs and the values of bearer and basic headers. */
export function redactSecrets(text: string): string {
  return (
    text
      // The bounds keep hostile text linear; no scheme or user is longer.
      .replace(/(\b[a-z][a-z0-9+.-]{0,30}:\/\/)[^\s/@]{1,512}@/gi, "$1***@")
      .replace(/\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{8,}/gi, "$1 ***")
  );
}

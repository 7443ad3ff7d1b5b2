/**
 * What XML 1.0 (2.2) cannot hold even as a reference: most control characters, lone surrogates,
 * U+FFFE and U+FFFF. C1 controls are allowed, but a log is a terminal too.
 */
const unfit =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this finds
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
  // A parser makes blanks of these in attributes, and line feeds of carriage returns everywhere (3.3.3, 2.11).
  "\t": "&#9;",
  "\n": "&#10;",
  "\r": "&#13;",
};

function showUnfit(text: string): string {
  return text.replace(unfit, (char) => `\\u{${char.charCodeAt(0).toString(16)}}`);
}

export function escapeXmlText(text: string): string {
  return showUnfit(text).replace(/[&<>\r]/g, (char) => entities[char] ?? char);
}

/** ` name="value"` for each attribute that has a value. */
export function printAttributes(attributes: Readonly<Record<string, string | number | undefined>>): string {
  return Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${escapeAttribute(String(value))}"`)
    .join("");
}

function escapeAttribute(text: string): string {
  return showUnfit(text).replace(/[&<>"'\t\n\r]/g, (char) => entities[char] ?? char);
}

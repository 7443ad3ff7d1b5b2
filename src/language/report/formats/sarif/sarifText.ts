import type { SarifMessage } from "./sarifLog.js";

/**
 * Text as a SARIF message: braces are doubled, because single ones hold the number of an argument (3.11.5), and
 * a bracket before a parenthesis is escaped, because the two make a link (3.11.6).
 */
export function messageOf(text: string): SarifMessage {
  return { text: text.replace(/[{}]/g, "$&$&").replaceAll("](", "\\](") };
}

/** The first sentence has to stand alone where there is little room (3.11.3), so it needs an end. */
export function sentencesOf(message: string, notes: readonly string[]): string {
  const first = notes.length === 0 || /[.!?]$/.test(message) ? message : `${message}.`;
  return [first, ...notes].join("\n");
}

/** A path as URI reference (3.10): percent-encoded, and with a scheme when it is absolute. */
export function uriOf(path: string): string {
  const wellFormed = path.replace(
    /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
    "\ufffd",
  );
  const [drive = ""] = /^[A-Za-z]:(?=\/)/.exec(wellFormed) ?? [];
  const encoded = wellFormed.slice(drive.length).split("/").map(encodeURIComponent).join("/");
  if (drive) return `file:///${drive}${encoded}`;
  return encoded.startsWith("/") ? `file://${encoded}` : encoded;
}

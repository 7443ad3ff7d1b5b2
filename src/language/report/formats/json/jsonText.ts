/**
 * JSON with everything written as `\uXXXX` that could drive a terminal or hide text: logs of CI are
 * terminals too. JSON.stringify itself escapes only what JSON forbids, and lone surrogates.
 */
export function printJsonText(value: unknown, indent?: number): string {
  return JSON.stringify(value, undefined, indent).replace(
    /[\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

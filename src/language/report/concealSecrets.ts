import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { SourceFile } from "../text/sourceFile.js";

/**
 * The source as reports may show it: what a finding calls a secret stands as asterisks, in every frame and for every
 * other finding on the same line. Offsets stay.
 */
export function concealSecrets(source: SourceFile, diagnostics: readonly Diagnostic[]): SourceFile {
  const secrets = diagnostics.filter(({ conceals }) => conceals).map(({ span }) => span);
  if (secrets.length === 0) return source;
  let { text } = source;
  for (const { start, end } of secrets) {
    const stars = text.slice(start, end).replace(/[^\r\n]/g, "*");
    text = text.slice(0, start) + stars + text.slice(end);
  }
  return { ...source, text };
}

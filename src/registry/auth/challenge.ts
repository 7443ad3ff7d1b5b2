/** What a `WWW-Authenticate` header asks for. */
export interface Challenge {
  /** In lower case: `bearer`, `basic`. */
  readonly scheme: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Reads one challenge (RFC 9110, 11.6.1): a scheme and `name="value"` pairs, quoted or not. */
export function tryParseChallenge(header: string | undefined): Challenge | undefined {
  const match = /^\s*([A-Za-z][A-Za-z0-9-]*)\s*(.*)$/s.exec(header ?? "");
  if (!match) return undefined;
  const parameters: Record<string, string> = Object.create(null);
  for (const [, name = "", quoted, plain] of (match[2] ?? "").matchAll(
    /([A-Za-z0-9_-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/g,
  )) {
    parameters[name.toLowerCase()] = quoted === undefined ? (plain ?? "") : quoted.replace(/\\(.)/g, "$1");
  }
  return { scheme: (match[1] ?? "").toLowerCase(), parameters };
}

/** Major, minor, patch. */
export type Version = readonly [number, number, number];

/** The Ollama versions that a Modelfile is meant for. */
export interface OllamaRange {
  readonly min: Version;
  readonly max: Version;
}

/** The newest Ollama whose behaviour the tables describe. */
export const newestKnown: Version = [0, 33, 0];

export const anyKnown: OllamaRange = { min: newestKnown, max: newestKnown };

export function tryParseVersion(text: string): Version | undefined {
  const match = /^v?(\d{1,6})(?:\.(\d{1,6}))?(?:\.(\d{1,6}))?$/.exec(text.trim());
  return match ? [Number(match[1]), Number(match[2] ?? 0), Number(match[3] ?? 0)] : undefined;
}

export function compareVersions(a: Version, b: Version): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

/** `0.33`, `>=0.12`, `>=0.12 <0.30`; undefined when it is none of these. */
export function tryParseOllamaRange(text: string): OllamaRange | undefined {
  const exact = tryParseVersion(text);
  if (exact) return { min: exact, max: exact };
  const match = /^>=\s*(\S+)(?:\s+<=?\s*(\S+))?$/.exec(text.trim());
  const min = match?.[1] ? tryParseVersion(match[1]) : undefined;
  const max = match?.[2] ? tryParseVersion(match[2]) : newestKnown;
  if (!min || !max || compareVersions(min, max) > 0) return undefined;
  return { min, max };
}

/** Whether something that exists from `since` on and before `until` exists anywhere in the range. */
export function isInRange(range: OllamaRange, since: string | undefined, until: string | undefined): boolean {
  const first = since === undefined ? undefined : tryParseVersion(since);
  const last = until === undefined ? undefined : tryParseVersion(until);
  if (first && compareVersions(range.max, first) < 0) return false;
  return !(last && compareVersions(range.min, last) >= 0);
}

export function printVersion(version: Version): string {
  return version.join(".");
}

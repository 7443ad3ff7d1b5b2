import { readFile } from "node:fs/promises";
import { digestOf } from "../../base/digest.js";
import { MfError } from "../../base/errors.js";
import { writeFileAtomic } from "../../base/files.js";
import type { Diagnostic } from "../../language/diagnostics/diagnostic.js";
import type { LintedFile } from "./lintFiles.js";

/** Known findings of a project: file and fingerprint to how often it occurs. */
interface Baseline {
  readonly version: 1;
  readonly findings: Readonly<Record<string, number>>;
}

/**
 * A finding keeps its fingerprint while its file, rule, message and the text it points at stay the same, wherever
 * in the file it moves.
 */
function fingerprint(file: LintedFile, diagnostic: Diagnostic): string {
  const text = file.source.text.slice(diagnostic.span.start, diagnostic.span.end);
  return digestOf(JSON.stringify([file.source.path, diagnostic.code, diagnostic.message, text])).slice(7, 39);
}

export async function writeBaseline(path: string, files: readonly LintedFile[]): Promise<number> {
  const counts = new Map<string, number>();
  for (const file of files) {
    for (const diagnostic of file.diagnostics) {
      const key = `${file.source.path} ${diagnostic.code} ${fingerprint(file, diagnostic)}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  const findings = Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
  const baseline: Baseline = { version: 1, findings };
  await writeFileAtomic(path, `${JSON.stringify(baseline, null, 2)}\n`);
  return [...counts.values()].reduce((sum, n) => sum + n, 0);
}

/** Takes the known findings out. What is in the baseline and no longer found is counted as gone. */
export async function applyBaseline(
  path: string,
  files: readonly LintedFile[],
): Promise<{ files: LintedFile[]; known: number; gone: number }> {
  const left = await readBaseline(path);
  let known = 0;
  const kept = files.map((file) => ({
    ...file,
    diagnostics: file.diagnostics.filter((diagnostic) => {
      const key = `${file.source.path} ${diagnostic.code} ${fingerprint(file, diagnostic)}`;
      const count = left.get(key) ?? 0;
      if (count === 0) return true;
      left.set(key, count - 1);
      known++;
      return false;
    }),
  }));
  return { files: kept, known, gone: [...left.values()].reduce((sum, n) => sum + n, 0) };
}

async function readBaseline(path: string): Promise<Map<string, number>> {
  const fail = (why: string, cause?: unknown): MfError =>
    new MfError("MF_E_CONFIGURATION", `the baseline ${path} ${why}`, {
      hint: "mf lint --write-baseline FILE writes one.",
      cause,
    });
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    throw fail("cannot be read", error);
  }
  try {
    const { version, findings } = JSON.parse(text) as Partial<Baseline>;
    if (version !== 1 || typeof findings !== "object" || findings === null)
      throw fail("is not one of version 1");
    const counts = Object.entries(findings);
    if (counts.some(([, n]) => !Number.isInteger(n) || n < 0)) throw fail("holds a count that is no number");
    return new Map(counts);
  } catch (error) {
    throw error instanceof MfError ? error : fail("is not JSON", error);
  }
}

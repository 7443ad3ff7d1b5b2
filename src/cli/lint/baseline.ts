import { readFile } from "node:fs/promises";
import { MfError } from "../../base/errors.js";
import { writeFileAtomic } from "../../base/files.js";
import { fingerprintFindings } from "../../language/report/fingerprintFindings.js";
import type { LintedFile } from "./lintFiles.js";

/** Known findings of a project, a line each: file, rule, fingerprint. */
interface Baseline {
  readonly version: 1;
  readonly findings: readonly string[];
}

/** A finding keeps its line in the baseline while its rule and the text around it stay, wherever it moves. */
function keysOf(file: LintedFile): string[] {
  const fingerprints = fingerprintFindings(file);
  return file.diagnostics.map(({ code }, index) => `${file.source.path} ${code} ${fingerprints[index]}`);
}

export async function writeBaseline(path: string, files: readonly LintedFile[]): Promise<number> {
  const baseline: Baseline = { version: 1, findings: files.flatMap(keysOf).sort() };
  await writeFileAtomic(path, `${JSON.stringify(baseline, null, 2)}\n`);
  return baseline.findings.length;
}

/** Takes the known findings out. What is in the baseline and no longer found is counted as gone. */
export async function applyBaseline(
  path: string,
  files: readonly LintedFile[],
): Promise<{ files: LintedFile[]; gone: number }> {
  const gone = await readBaseline(path);
  const known = new Set(gone);
  const kept = files.map((file) => {
    const keys = keysOf(file);
    for (const key of keys) gone.delete(key);
    return { ...file, diagnostics: file.diagnostics.filter((_, index) => !known.has(keys[index] ?? "")) };
  });
  return { files: kept, gone: gone.size };
}

async function readBaseline(path: string): Promise<Set<string>> {
  const fail = (why: string, cause?: unknown): MfError =>
    new MfError("MF_E_CONFIGURATION", `the baseline ${path} ${why}`, {
      hint: "mf lint --write-baseline FILE writes one.",
      cause,
    });
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    throw fail("cannot be read", error);
  });
  let parsed: Partial<Baseline> | null;
  try {
    parsed = JSON.parse(text) as Partial<Baseline> | null;
  } catch (error) {
    throw fail("is not JSON", error);
  }
  const findings: unknown = parsed?.version === 1 ? parsed.findings : undefined;
  if (!Array.isArray(findings) || !findings.every((one): one is string => typeof one === "string")) {
    throw fail("is not one of version 1");
  }
  return new Set(findings);
}

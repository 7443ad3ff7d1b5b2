import { dirname } from "node:path";
import type { Diagnostic } from "../../language/diagnostics/diagnostic.js";
import { rules } from "../../language/lint/rules.js";
import { readRuleFacts } from "../../language/report/readRuleFacts.js";
import type { ReportInput } from "../../language/report/reportInput.js";
import { countTotals } from "../../language/report/totals.js";
import type { SourceFile } from "../../language/text/sourceFile.js";
import type { GlobalOptions } from "../commandContext.js";
import { createConfigurationLoader } from "../configuration/loadConfiguration.js";
import type { Io } from "../io.js";
import { lintFile } from "../lint/lintFiles.js";
import { writeReports } from "../lint/outputs.js";
import { version } from "../version.js";

export interface LintBeforeBuild {
  readonly source: SourceFile;
  readonly path: string;
  readonly store: string;
  /** `refused`: what Ollama itself refuses; other errors are shown and let pass. */
  readonly stopsAt: "refused" | "errors" | "warnings";
}

/** Reports errors and warnings on stderr; false when the build must not start. */
export async function lintBeforeBuild(
  { source, path, store, stopsAt }: LintBeforeBuild,
  io: Io,
  globals: GlobalOptions,
): Promise<boolean> {
  const configuration = await createConfigurationLoader(io, globals)(dirname(path));
  const linted = lintFile(path, source, configuration, { ollama: undefined, fix: "none", store });
  const diagnostics = linted.diagnostics.filter(({ severity }) => severity !== "info");
  const totals = countTotals([{ diagnostics }]);
  const isStopped = diagnostics.some((diagnostic) => stopsBuild(diagnostic, stopsAt));
  if (diagnostics.length === 0 || (globals.quiet && !isStopped)) return !isStopped;
  const input: ReportInput = {
    toolVersion: version,
    files: [{ source, diagnostics }],
    totals,
    rules: readRuleFacts(rules),
  };
  await writeReports([{ name: "text", file: undefined }], input, { ...io, stdout: io.stderr }, globals);
  return !isStopped;
}

function stopsBuild({ severity, code }: Diagnostic, stopsAt: LintBeforeBuild["stopsAt"]): boolean {
  if (stopsAt === "warnings") return true;
  return severity === "error" && (stopsAt === "errors" || fatalCodes.has(code));
}

const fatalCodes: ReadonlySet<string> = new Set(
  rules.filter(({ fatal }) => fatal).map(({ number }) => number),
);

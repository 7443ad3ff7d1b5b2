import type { Diagnostic, Severity } from "../diagnostics/diagnostic.js";
import type { SourceFile } from "../text/sourceFile.js";
import type { Style } from "./style.js";
import type { ReportTotals } from "./totals.js";

/** Everything that a report is made of. Reporters are pure: they read no file, no clock, no environment. */
export interface ReportInput {
  readonly toolVersion: string;
  /** Every file that was looked at, clean ones too. */
  readonly files: readonly ReportedFile[];
  /** Of all findings, also of those that `--max-diagnostics` kept out of `files`. */
  readonly totals: ReportTotals;
  /** The rules that could speak; formats with a catalogue of rules print it. */
  readonly rules: readonly RuleFacts[];
}

export interface ReportedFile {
  /** Its path is printed as it is: relative to the folder that `mf` runs in, with `/` between names. */
  readonly source: SourceFile;
  readonly diagnostics: readonly Diagnostic[];
}

/** What a reader may want to know of a rule. */
export interface RuleFacts {
  /** `MF201`. */
  readonly code: string;
  /** `unknown-parameter`. */
  readonly name: string;
  readonly severity: Severity | "off";
  readonly what: string;
  readonly why: string;
  readonly instead: string;
  /** The rule's page. */
  readonly helpUri?: string;
}

export interface ReportOptions {
  readonly style?: Style | undefined;
  /** Columns of the terminal; only the text report asks. */
  readonly width?: number | undefined;
}

export type Reporter = (input: ReportInput, options?: ReportOptions) => string;

export const toolName = "mf";

import type { Severity } from "../../diagnostics/diagnostic.js";
import { fingerprintFindings, hashText } from "../fingerprintFindings.js";
import { clampSpan, placeOf, withoutLastBreak } from "../places.js";
import type { ReportInput } from "../reportInput.js";
import { printJsonText } from "./json/jsonText.js";

const severities: Readonly<Record<Severity, string>> = { error: "major", warning: "minor", info: "info" };

/**
 * GitLab's Code Quality report. GitLab compares branches by fingerprint and shows only the first of several alike,
 * so the path goes into it: within one file it is unique already.
 */
export function printGitlab({ files }: ReportInput): string {
  const issues = files.flatMap((file) => {
    const { source, diagnostics } = file;
    const fingerprints = fingerprintFindings(file);
    return diagnostics.map(({ code, severity, message, span }, index) => {
      const marked = withoutLastBreak(source, clampSpan(source, span));
      return {
        description: `${code}: ${message}`,
        check_name: code,
        fingerprint: hashText(`${source.path}\0${fingerprints[index]}`),
        severity: severities[severity],
        location: {
          path: source.path,
          lines: { begin: placeOf(source, marked.start).line, end: placeOf(source, marked.end).line },
        },
      };
    });
  });
  return `${printJsonText(issues, 2)}\n`;
}

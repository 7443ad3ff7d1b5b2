import type { Diagnostic } from "../../../diagnostics/diagnostic.js";
import type { SourceFile } from "../../../text/sourceFile.js";
import { startOf } from "../../places.js";
import { type ReportedFile, type ReportInput, toolName } from "../../reportInput.js";
import { escapeXmlText, printAttributes } from "./xmlText.js";

/**
 * A suite a file and a case a finding, as Jenkins' junit-10.xsd and GitLab read it. Errors and warnings fail, an info
 * is the output of a case that passes, and a file without findings is one case that passes.
 */
export function printJunit({ files }: ReportInput): string {
  const suites = files.map(printSuite);
  const diagnostics = files.flatMap((file) => file.diagnostics);
  const attributes = printAttributes({
    name: toolName,
    tests: files.reduce((sum, file) => sum + Math.max(1, file.diagnostics.length), 0),
    failures: diagnostics.filter(fails).length,
    errors: 0,
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${attributes}>\n${suites.join("")}</testsuites>\n`;
}

function printSuite({ source, diagnostics }: ReportedFile): string {
  const attributes = printAttributes({
    name: source.path,
    tests: Math.max(1, diagnostics.length),
    failures: diagnostics.filter(fails).length,
    errors: 0,
  });
  const cases =
    diagnostics.length === 0
      ? [`    <testcase${printAttributes({ name: "no findings", classname: source.path })}/>\n`]
      : diagnostics.map((diagnostic) => printCase(source, diagnostic));
  return `  <testsuite${attributes}>\n${cases.join("")}  </testsuite>\n`;
}

function printCase(source: SourceFile, diagnostic: Diagnostic): string {
  const { code, rule, severity, message, span, notes = [] } = diagnostic;
  const { line, column } = startOf(source, span);
  const name = `${code} ${rule} (${line}:${column})`;
  const details = escapeXmlText([`${source.path}:${line}:${column}: ${message}`, ...notes].join("\n"));
  const body = fails(diagnostic)
    ? `<failure${printAttributes({ type: severity, message })}>${details}</failure>`
    : `<system-out>${details}</system-out>`;
  return `    <testcase${printAttributes({ name, classname: source.path })}>${body}</testcase>\n`;
}

function fails({ severity }: Diagnostic): boolean {
  return severity !== "info";
}

import { startOf } from "../../places.js";
import { type ReportInput, toolName } from "../../reportInput.js";
import { printAttributes } from "./xmlText.js";

/** The version of Checkstyle whose reports look like this; readers want one to be there. */
const formatVersion = "4.3";

/** Checkstyle's XML, which Jenkins, SonarQube and most review bots read. Its severities are ours by name. */
export function printCheckstyle({ files }: ReportInput): string {
  const parts = files.map(({ source, diagnostics }) => {
    const errors = diagnostics.map(({ code, severity, message, span }) => {
      const { line, column } = startOf(source, span);
      return `    <error${printAttributes({ line, column, severity, message, source: `${toolName}.${code}` })}/>\n`;
    });
    return `  <file${printAttributes({ name: source.path })}>\n${errors.join("")}  </file>\n`;
  });
  const attributes = printAttributes({ version: formatVersion });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<checkstyle${attributes}>\n${parts.join("")}</checkstyle>\n`;
}

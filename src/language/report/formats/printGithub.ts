import type { Severity } from "../../diagnostics/diagnostic.js";
import { visible } from "../frame/cells.js";
import { clampSpan, placeOf, withoutLastBreak } from "../places.js";
import { type ReportInput, toolName } from "../reportInput.js";

const commands: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", info: "notice" };

/**
 * Workflow commands, which GitHub Actions turns into annotations. The log shows the message alone, so the
 * message repeats the place.
 */
export function printGithub({ files }: ReportInput): string {
  return files
    .flatMap(({ source, diagnostics }) =>
      diagnostics.map(({ severity, code, rule, message, span, notes = [] }) => {
        const marked = withoutLastBreak(source, clampSpan(source, span));
        const start = placeOf(source, marked.start);
        const end = placeOf(source, marked.end);
        const properties = printProperties({
          file: source.path,
          line: start.line,
          endLine: end.line,
          // The runner drops columns from an annotation of several lines (ValidateLinesAndColumns).
          ...(start.line === end.line ? { col: start.column, endColumn: end.column } : {}),
          title: `${toolName}: ${code} ${rule}`,
        });
        const place = `${source.path}:${start.line}:${start.column}`;
        const text = [`${place}: ${code} ${message}`, ...notes].map(visible).join("\n");
        return `::${commands[severity]} ${properties}::${escapeData(text)}\n`;
      }),
    )
    .join("");
}

function printProperties(properties: Readonly<Record<string, string | number>>): string {
  return Object.entries(properties)
    .map(([name, value]) => `${name}=${escapeProperty(String(value))}`)
    .join(",");
}

/** The escapes that the runner undoes (actions/runner, ActionCommand.cs): the percent sign goes first. */
function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

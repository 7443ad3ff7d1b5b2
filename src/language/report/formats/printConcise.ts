import { visible } from "../frame/cells.js";
import { startOf } from "../places.js";
import type { ReportInput, ReportOptions } from "../reportInput.js";
import { plainStyle } from "../style.js";

/** A line a finding: `path:line:col: error MF201 message`. ci/problem-matcher.json reads it. */
export function printConcise({ files }: ReportInput, { style = plainStyle }: ReportOptions = {}): string {
  return files
    .flatMap(({ source, diagnostics }) =>
      diagnostics.map(({ span, severity, code, message }) => {
        const { line, column } = startOf(source, span);
        const place = `${style.bold(visible(source.path))}:${line}:${column}:`;
        return `${place} ${style[severity](severity)} ${visible(code)} ${visible(message)}\n`;
      }),
    )
    .join("");
}

import { visible } from "../frame/cells.js";
import { printFinding } from "../frame/printFinding.js";
import { countHidden, printSummary } from "../printSummary.js";
import type { ReportInput, ReportOptions } from "../reportInput.js";
import { plainStyle } from "../style.js";

/** For people: every finding with the lines that it is about, then what they add up to. */
export function printText(input: ReportInput, options: ReportOptions = {}): string {
  const { style = plainStyle } = options;
  const uris = new Map(input.rules.map(({ code, helpUri }) => [code, helpUri]));
  const findings = input.files.flatMap(({ source, diagnostics }) =>
    diagnostics.map((diagnostic) => printFinding(source, diagnostic, options, uris.get(diagnostic.code))),
  );
  const summary = [style.bold(printSummary(input.totals))];
  const hidden = countHidden(input);
  if (hidden > 0) summary.push(style.dim(`${hidden} of them not shown: raise --max-diagnostics to see them`));
  const code = input.files.find(({ diagnostics }) => diagnostics.length > 0)?.diagnostics[0]?.code;
  if (code !== undefined) summary.push(style.dim(`To read about a rule: mf explain ${visible(code)}`));
  return `${[...findings, summary.join("\n")].join("\n")}\n`;
}

import { count } from "../../../base/plural.js";
import { visible } from "../frame/cells.js";
import { startOf } from "../places.js";
import { countHidden, printSummary } from "../printSummary.js";
import { type ReportInput, toolName } from "../reportInput.js";

/** GitHub refuses the summary of a step beyond 1 MiB, and nobody reads a longer table. */
const maxRows = 500;

/** A table for the summary of a CI job or a comment on a pull request. */
export function printMarkdown(input: ReportInput): string {
  const rules = new Map(input.rules.map((rule) => [rule.code, rule]));
  const rows = input.files.flatMap(({ source, diagnostics }) =>
    diagnostics.map(({ severity, code, rule, message, span }) => {
      const { line, column } = startOf(source, span);
      const uri = rules.get(code)?.helpUri;
      const name = escapeMarkdown(`${code} ${rule}`);
      const linked = uri === undefined ? name : `[${name}](<${uri}>)`;
      return `| ${severity} | ${printCode(`${source.path}:${line}:${column}`)} | ${linked} | ${escapeMarkdown(message)} |`;
    }),
  );
  const lines = [`### ${toolName} lint: ${escapeMarkdown(printSummary(input.totals))}`];
  if (rows.length > 0) {
    lines.push(
      "",
      "| severity | place | rule | message |",
      "| --- | --- | --- | --- |",
      ...rows.slice(0, maxRows),
    );
  }
  const hidden = countHidden(input) + Math.max(0, rows.length - maxRows);
  if (hidden > 0) lines.push("", `And ${count(hidden, "more finding")}.`);
  return `${lines.join("\n")}\n`;
}

/**
 * Whatever could start a link, a tag, an emphasis or a table cell is taken literally. An empty comment keeps a
 * word with @ from notifying somebody: GitHub looks for names after it has undone backslashes.
 */
function escapeMarkdown(text: string): string {
  return visible(text)
    .replace(/[\\`*_[\]<>|~#&!$]/g, "\\$&")
    .replaceAll("@", "@<!-- -->");
}

/** In a table, a bar ends even a piece of code, and a backslash before it can't be told from an escape. */
function printCode(text: string): string {
  const shown = visible(text);
  return /[`|\\]/.test(shown) ? escapeMarkdown(text) : `\`${shown}\``;
}

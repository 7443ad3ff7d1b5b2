import { type ReportInput, toolName } from "../../reportInput.js";
import { listFindingRecords, schemaVersion } from "./findingRecord.js";
import { printJsonText } from "./jsonText.js";

/** One document, described by reportSchema.ts. Clean files are listed too. */
export function printJson({ toolVersion, totals, files, rules }: ReportInput): string {
  const byCode = new Map(rules.map((rule) => [rule.code, rule]));
  const document = {
    schemaVersion,
    tool: { name: toolName, version: toolVersion },
    totals,
    files: files.map((file) => ({
      path: file.source.path,
      encoding: file.source.encoding,
      findings: listFindingRecords(file, byCode),
    })),
  };
  return `${printJsonText(document, 2)}\n`;
}

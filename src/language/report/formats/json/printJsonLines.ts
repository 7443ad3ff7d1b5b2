import type { ReportInput } from "../../reportInput.js";
import { listFindingRecords, schemaVersion } from "./findingRecord.js";
import { printJsonText } from "./jsonText.js";

/** A finding a line, each with its file: for jq, log collectors and whatever reads as it comes. */
export function printJsonLines({ files, rules }: ReportInput): string {
  const byCode = new Map(rules.map((rule) => [rule.code, rule]));
  return files
    .flatMap((file) =>
      listFindingRecords(file, byCode).map(
        (record) => `${printJsonText({ schemaVersion, path: file.source.path, ...record })}\n`,
      ),
    )
    .join("");
}

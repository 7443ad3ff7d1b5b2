import { join } from "node:path";
import type { ReportInput, RuleFacts } from "../../../src/language/report/reportInput.js";
import { countTotals } from "../../../src/language/report/totals.js";
import { fixturesRoot, readCase } from "./readCase.js";

export const formatsFolder = join(fixturesRoot, "formats");

const rules: readonly RuleFacts[] = [
  {
    code: "MF201",
    name: "unknown-parameter",
    severity: "error",
    what: "PARAMETER names something that Ollama does not know.",
    why: "`ollama create` stops.",
    instead: "Use a name from the table.",
    helpUri: "https://example.com/rules/MF201",
  },
  {
    code: "MF203",
    name: "wrong-type",
    severity: "error",
    what: "A value of another type.",
    why: "`ollama create` stops.",
    instead: "Write `PARAMETER seed {number}`.",
  },
  {
    code: "MF905",
    name: "pragma-without-reason",
    severity: "off",
    what: "A pragma gives no reason.",
    why: "Nobody knows whether it still holds.",
    instead: "Write it down.",
  },
];

/** Findings of every kind: over several lines, in UTF-16, with text that each format has to escape. */
export function readFormatsCase(): ReportInput {
  const files = readCase(formatsFolder);
  return { toolVersion: "1.2.3", files, totals: countTotals(files), rules };
}

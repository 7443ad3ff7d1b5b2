import { printJson } from "./formats/json/printJson.js";
import { printJsonLines } from "./formats/json/printJsonLines.js";
import { printConcise } from "./formats/printConcise.js";
import { printGithub } from "./formats/printGithub.js";
import { printGitlab } from "./formats/printGitlab.js";
import { printMarkdown } from "./formats/printMarkdown.js";
import { printRdjson } from "./formats/printRdjson.js";
import { printText } from "./formats/printText.js";
import { printSarif } from "./formats/sarif/printSarif.js";
import { printCheckstyle } from "./formats/xml/printCheckstyle.js";
import { printJunit } from "./formats/xml/printJunit.js";
import type { Reporter } from "./reportInput.js";

export interface ReporterEntry {
  readonly report: Reporter;
  /** One line for help texts. */
  readonly description: string;
  /** What a file of this format is called, without a dot. */
  readonly extension: string;
}

/** The formats of `--format NAME[=FILE]`. */
export const reporters = {
  text: { report: printText, description: "findings with their lines, for people", extension: "txt" },
  concise: { report: printConcise, description: "a line a finding", extension: "txt" },
  json: { report: printJson, description: "one JSON document with everything", extension: "json" },
  jsonl: { report: printJsonLines, description: "a JSON line a finding", extension: "jsonl" },
  sarif: { report: printSarif, description: "SARIF 2.1.0, for code scanning", extension: "sarif" },
  github: { report: printGithub, description: "annotations of GitHub Actions", extension: "txt" },
  gitlab: { report: printGitlab, description: "GitLab's Code Quality report", extension: "json" },
  junit: { report: printJunit, description: "JUnit XML, a case a finding", extension: "xml" },
  checkstyle: { report: printCheckstyle, description: "Checkstyle XML", extension: "xml" },
  rdjson: { report: printRdjson, description: "reviewdog's diagnostic format", extension: "json" },
  markdown: { report: printMarkdown, description: "a table for the summary of a CI job", extension: "md" },
} as const satisfies Readonly<Record<string, ReporterEntry>>;

export type ReporterName = keyof typeof reporters;

import type { Diagnostic, Fix, Severity } from "../../../diagnostics/diagnostic.js";
import type { SourceFile } from "../../../text/sourceFile.js";
import type { Span } from "../../../text/span.js";
import { fingerprintFindings } from "../../fingerprintFindings.js";
import { clampSpan, editsBom, type Place, placeOf } from "../../places.js";
import { type ReportedFile, type ReportInput, type RuleFacts, toolName } from "../../reportInput.js";
import { printJsonText } from "../json/jsonText.js";
import type {
  SarifArtifactLocation,
  SarifFix,
  SarifLevel,
  SarifLocation,
  SarifLog,
  SarifRegion,
  SarifResult,
  SarifRule,
} from "./sarifLog.js";
import { messageOf, sentencesOf, uriOf } from "./sarifText.js";

const schemaUri =
  "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/** The name that GitHub's documentation gives to the root of the checkout. */
const rootId = "%SRCROOT%";

/**
 * The name of our fingerprint, with the version of its recipe (3.5.4.2). GitHub's upload action adds its own
 * `primaryLocationLineHash`; under that name ours would be reported as a wrong one.
 */
const fingerprintName = "mfFinding/v1";

const levels: Readonly<Record<Severity, SarifLevel>> = { error: "error", warning: "warning", info: "note" };

const encodings: Readonly<Record<SourceFile["encoding"], string>> = {
  "utf-8": "UTF-8",
  "utf-16le": "UTF-16LE",
  "utf-16be": "UTF-16BE",
};

/** SARIF 2.1.0, for code scanning. */
export function printSarif({ toolVersion, files, rules }: ReportInput): string {
  const ruleIndexes = new Map(rules.map(({ code }, index) => [code, index]));
  const log: SarifLog = {
    $schema: schemaUri,
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: toolName, version: toolVersion, rules: rules.map(describeRule) } },
        invocations: [{ executionSuccessful: true }],
        originalUriBaseIds: { [rootId]: { description: { text: "The folder that mf ran in." } } },
        columnKind: "utf16CodeUnits",
        newlineSequences: ["\r\n", "\r", "\n"],
        artifacts: files.map(({ source }) => ({
          location: locate(source.path),
          encoding: encodings[source.encoding],
          roles: ["analysisTarget"],
        })),
        results: files.flatMap((file, index) => listResults(file, index, ruleIndexes)),
      },
    ],
  };
  return `${printJsonText(log, 2)}\n`;
}

/**
 * Braces stay single here, unlike in messages: the texts of rules take no arguments, and CodeQL, whose reports
 * GitHub is made for, writes them as they are.
 */
function describeRule({ code, name, severity, what, why, instead, helpUri }: RuleFacts): SarifRule {
  const more = helpUri === undefined ? "" : `\n\n[${code} ${name}](${helpUri})`;
  return {
    id: code,
    name,
    shortDescription: { text: what },
    fullDescription: { text: `${what} ${why}` },
    help: { text: `${why}\n${instead}`, markdown: `${what}\n\n${why}\n\n${instead}${more}` },
    ...(helpUri === undefined ? {} : { helpUri }),
    defaultConfiguration: severity === "off" ? { enabled: false } : { level: levels[severity] },
  };
}

function listResults(
  file: ReportedFile,
  fileIndex: number,
  ruleIndexes: ReadonlyMap<string, number>,
): SarifResult[] {
  const fingerprints = fingerprintFindings(file);
  return file.diagnostics.map((diagnostic, index) => {
    const ruleIndex = ruleIndexes.get(diagnostic.code);
    const artifact = { ...locate(file.source.path), index: fileIndex };
    return {
      ruleId: diagnostic.code,
      ...(ruleIndex === undefined ? {} : { ruleIndex }),
      level: levels[diagnostic.severity],
      message: messageOf(sentencesOf(diagnostic.message, diagnostic.notes ?? [])),
      locations: [placeIn(file.source, artifact, diagnostic.span)],
      ...listRelated(file.source, artifact, diagnostic),
      partialFingerprints: { [fingerprintName]: fingerprints[index] ?? "" },
      ...listFixes(file.source, artifact, diagnostic),
    };
  });
}

function listRelated(
  source: SourceFile,
  artifact: SarifArtifactLocation,
  { related = [] }: Diagnostic,
): Pick<SarifResult, "relatedLocations"> {
  if (related.length === 0) return {};
  const relatedLocations = related.map(({ span, message }, index) => ({
    id: index + 1,
    ...placeIn(source, artifact, span),
    message: messageOf(message),
  }));
  return { relatedLocations };
}

/** Fixes to look at are left out: tools apply what they find here. Regions can't hold a byte-order mark. */
function listFixes(
  source: SourceFile,
  artifact: SarifArtifactLocation,
  { fixes = [] }: Diagnostic,
): Pick<SarifResult, "fixes"> {
  const applicable = fixes.filter(
    ({ applicability, edits }) => applicability !== "display" && edits.length > 0 && !editsBom(source, edits),
  );
  if (applicable.length === 0) return {};
  const describeFix = ({ title, edits }: Fix): SarifFix => ({
    description: messageOf(title),
    artifactChanges: [
      {
        artifactLocation: artifact,
        replacements: edits.map(({ span, text }) => ({
          deletedRegion: regionOf(source, span),
          ...(text === "" ? {} : { insertedContent: { text } }),
        })),
      },
    ],
  });
  return { fixes: applicable.map(describeFix) };
}

function placeIn(source: SourceFile, artifactLocation: SarifArtifactLocation, span: Span): SarifLocation {
  return { physicalLocation: { artifactLocation, region: regionOf(source, span) } };
}

function regionOf(source: SourceFile, span: Span): SarifRegion {
  const inside = clampSpan(source, span);
  const start = sarifPlaceOf(source, inside.start);
  const end = sarifPlaceOf(source, inside.end);
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}

/** No line begins after the last line break: the end of the file is on the line before (3.30.2, example 8). */
function sarifPlaceOf(source: SourceFile, offset: number): Place {
  const place = placeOf(source, offset);
  const isAfterLastBreak = offset === source.text.length && place.column === 1 && place.line > 1;
  if (!isAfterLastBreak) return place;
  const before = placeOf(source, offset - 1);
  return { line: before.line, column: before.column + 1 };
}

function locate(path: string): SarifArtifactLocation {
  const uri = uriOf(path);
  return uri.startsWith("file:") ? { uri } : { uri, uriBaseId: rootId };
}

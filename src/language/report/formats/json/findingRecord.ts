import type { Applicability, Diagnostic, Severity } from "../../../diagnostics/diagnostic.js";
import type { SourceFile } from "../../../text/sourceFile.js";
import type { Span } from "../../../text/span.js";
import { fingerprintFindings } from "../../fingerprintFindings.js";
import { clampSpan, placeOf } from "../../places.js";
import type { ReportedFile, RuleFacts } from "../../reportInput.js";

/** The version of the documents below. Adding a property keeps it; anything else is a new one. */
export const schemaVersion = 1;

/** A finding as JSON shows it. Absent properties have nothing to say; empty lists are written. */
export interface FindingRecord {
  readonly code: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly start: PlaceRecord;
  readonly end: PlaceRecord;
  readonly notes: readonly string[];
  readonly related: readonly RelatedRecord[];
  readonly fixes: readonly FixRecord[];
  readonly fingerprint: string;
  readonly helpUri?: string;
}

export interface PlaceRecord {
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units; a byte-order mark takes none. */
  readonly column: number;
  /** From 0, in UTF-16 units of the decoded text, a byte-order mark included. */
  readonly offset: number;
  /** From 0, in bytes of the file. */
  readonly byteOffset: number;
}

export interface RelatedRecord {
  readonly message: string;
  readonly start: PlaceRecord;
  readonly end: PlaceRecord;
}

export interface FixRecord {
  readonly title: string;
  readonly applicability: Applicability;
  readonly edits: readonly {
    readonly start: PlaceRecord;
    readonly end: PlaceRecord;
    readonly text: string;
  }[];
}

export function listFindingRecords(
  file: ReportedFile,
  rules: ReadonlyMap<string, RuleFacts>,
): FindingRecord[] {
  const fingerprints = fingerprintFindings(file);
  return file.diagnostics.map((diagnostic, index) =>
    recordOf(file.source, diagnostic, fingerprints[index] ?? "", rules.get(diagnostic.code)?.helpUri),
  );
}

function recordOf(
  source: SourceFile,
  { code, rule, severity, message, span, notes = [], related = [], fixes = [] }: Diagnostic,
  fingerprint: string,
  helpUri: string | undefined,
): FindingRecord {
  return {
    code,
    rule,
    severity,
    message,
    ...rangeOf(source, span),
    notes,
    related: related.map((place) => ({ message: place.message, ...rangeOf(source, place.span) })),
    fixes: fixes.map(({ title, applicability, edits }) => ({
      title,
      applicability,
      edits: edits.map((edit) => ({ ...rangeOf(source, edit.span), text: edit.text })),
    })),
    fingerprint,
    ...(helpUri === undefined ? {} : { helpUri }),
  };
}

function rangeOf(source: SourceFile, span: Span): { start: PlaceRecord; end: PlaceRecord } {
  const { start, end } = clampSpan(source, span);
  const record = (offset: number): PlaceRecord => ({
    ...placeOf(source, offset),
    offset,
    byteOffset: source.byteOffsetAt(offset),
  });
  return { start: record(start), end: record(end) };
}

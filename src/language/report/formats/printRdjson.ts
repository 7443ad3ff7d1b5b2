import type { Fix, Severity } from "../../diagnostics/diagnostic.js";
import { tryApplyEdits } from "../../text/edit.js";
import type { SourceFile } from "../../text/sourceFile.js";
import type { Span } from "../../text/span.js";
import { clampSpan, editsBom, utf8PlaceOf } from "../places.js";
import { type ReportInput, toolName } from "../reportInput.js";
import { printJsonText } from "./json/jsonText.js";

const severities: Readonly<Record<Severity, string>> = { error: "ERROR", warning: "WARNING", info: "INFO" };

/** A suggestion of more text is left out: reviewdog puts it into a comment on a pull request. */
const maxSuggestionLength = 10_000;

/** Reviewdog's diagnostic format (reviewdog/proto/rdf). Columns count bytes of UTF-8, from 1; ends are exclusive. */
export function printRdjson({ files, rules }: ReportInput): string {
  const uris = new Map(rules.map(({ code, helpUri }) => [code, helpUri]));
  const diagnostics = files.flatMap(({ source, diagnostics: found }) =>
    found.map(({ code, severity, message, span, notes = [], fixes = [] }) => {
      const url = uris.get(code);
      const suggestions = fixes.flatMap((fix) => suggestionOf(source, fix));
      return {
        message: [message, ...notes].join("\n"),
        location: { path: source.path, range: rangeOf(source, span) },
        severity: severities[severity],
        code: { value: code, ...(url === undefined ? {} : { url }) },
        ...(suggestions.length > 0 ? { suggestions } : {}),
      };
    }),
  );
  return `${printJsonText({ source: { name: toolName }, diagnostics }, 2)}\n`;
}

function rangeOf(source: SourceFile, span: Span): object {
  const { start, end } = clampSpan(source, span);
  return { start: utf8PlaceOf(source, start), end: utf8PlaceOf(source, end) };
}

/** The edits of a fix as one replacement: reviewdog takes several for alternatives. */
function suggestionOf(source: SourceFile, { edits }: Fix): object[] {
  const inside = edits.map((edit) => ({ span: clampSpan(source, edit.span), text: edit.text }));
  if (inside.length === 0 || editsBom(source, inside)) return [];
  const start = Math.min(...inside.map(({ span }) => span.start));
  const end = Math.max(...inside.map(({ span }) => span.end));
  if (end - start > maxSuggestionLength) return [];
  const moved = inside.map(({ span, text }) => ({
    span: { start: span.start - start, end: span.end - start },
    text,
  }));
  const text = tryApplyEdits(source.text.slice(start, end), moved);
  return text === undefined ? [] : [{ range: rangeOf(source, { start, end }), text }];
}

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { printRdjson } from "../../../../src/language/report/formats/printRdjson.js";
import { printSarif } from "../../../../src/language/report/formats/sarif/printSarif.js";
import { clampSpan, editsBom } from "../../../../src/language/report/places.js";
import type { ReportInput } from "../../../../src/language/report/reportInput.js";
import { countTotals } from "../../../../src/language/report/totals.js";
import { type TextEdit, tryApplyEdits } from "../../../../src/language/text/edit.js";
import { openSource, type SourceFile } from "../../../../src/language/text/sourceFile.js";
import { arbitraryReport } from "../arbitraryReport.js";

interface Region {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

interface Position {
  readonly line: number;
  readonly column: number;
}

/** Where lines begin for a reader who knows nothing of ours: after each CRLF, CR or LF. */
function lineStarts(text: string): number[] {
  return [0, ...[...text.matchAll(/\r\n|\r|\n/g)].map((match) => match.index + match[0].length)];
}

/** The text as readers of reports get it: decoded, without a byte-order mark. */
function textOf({ text, hasBom }: SourceFile): string {
  return hasBom ? text.slice(1) : text;
}

function expectedOf(source: SourceFile, edits: readonly TextEdit[]): string | undefined {
  const inside = edits.map((edit) => ({ ...edit, span: clampSpan(source, edit.span) }));
  const fixed = editsBom(source, inside) ? undefined : tryApplyEdits(source.text, inside);
  return fixed !== undefined && source.hasBom ? fixed.slice(1) : fixed;
}

/** Edits before a byte-order mark have no place in a text that is read without it. */
function isBeforeBom({ hasBom }: SourceFile, edits: readonly TextEdit[]): boolean {
  return hasBom && edits.some(({ span }) => span.start <= 0);
}

test("what sarif's fixes do is what the fixes do", () => {
  fc.assert(
    fc.property(arbitraryReport, (input: ReportInput) => {
      const found = input.files.flatMap(({ source, diagnostics }) =>
        diagnostics.map(({ fixes = [] }) => ({ source, fixes })),
      );
      JSON.parse(printSarif(input)).runs[0].results.forEach(
        (result: { fixes?: unknown[] }, index: number) => {
          const { source, fixes } = found[index] ?? expect.fail();
          const offered = fixes.filter(
            ({ applicability, edits }) =>
              applicability !== "display" && edits.length > 0 && !editsBom(source, edits),
          );
          const written = (result.fixes ?? []) as {
            artifactChanges: [
              { replacements: { deletedRegion: Region; insertedContent?: { text: string } }[] },
            ];
          }[];
          expect(written).toHaveLength(offered.length);
          const text = textOf(source);
          const starts = lineStarts(text);
          const offsetOf = (line: number, column: number): number =>
            (starts[line - 1] ?? Number.NaN) + column - 1;
          written.forEach(({ artifactChanges: [{ replacements }] }, at) => {
            const { edits = [] } = offered[at] ?? {};
            if (isBeforeBom(source, edits)) return;
            const read = replacements.map(({ deletedRegion: region, insertedContent }) => ({
              span: {
                start: offsetOf(region.startLine, region.startColumn),
                end: offsetOf(region.endLine, region.endColumn),
              },
              text: insertedContent?.text ?? "",
            }));
            expect(tryApplyEdits(text, read)).toBe(expectedOf(source, edits));
          });
        },
      );
    }),
    { numRuns: 400 },
  );
});

test("what rdjson's suggestions do is what the fixes do", () => {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  fc.assert(
    fc.property(arbitraryReport, (input: ReportInput) => {
      const found = input.files.flatMap(({ source, diagnostics }) =>
        diagnostics.map(({ fixes = [] }) => ({ source, fixes })),
      );
      JSON.parse(printRdjson(input)).diagnostics.forEach(
        (diagnostic: { suggestions?: unknown[] }, index: number) => {
          const { source, fixes } = found[index] ?? expect.fail();
          const text = textOf(source);
          // Halves of characters have no place in UTF-8, and bytes that are none have another in the file.
          const isHalf =
            /\p{Cs}/u.test(text) ||
            source.damage.length > 0 ||
            fixes.some(({ edits }) => cutsPair(source, edits));
          const written = (diagnostic.suggestions ?? []) as {
            range: { start: Position; end: Position };
            text: string;
          }[];
          const offered = fixes.filter(
            ({ edits }) => edits.length > 0 && expectedOf(source, edits) !== undefined,
          );
          if (isHalf || offered.some(({ edits }) => isBeforeBom(source, edits))) return;
          expect(written).toHaveLength(offered.length);
          const bytes = new TextEncoder().encode(text);
          const starts = lineStarts(text).map(
            (start) => new TextEncoder().encode(text.slice(0, start)).length,
          );
          const offsetOf = ({ line, column }: Position): number =>
            (starts[line - 1] ?? Number.NaN) + column - 1;
          written.forEach((suggestion, at) => {
            const before = decoder.decode(bytes.subarray(0, offsetOf(suggestion.range.start)));
            const after = decoder.decode(bytes.subarray(offsetOf(suggestion.range.end)));
            expect(before + suggestion.text + after).toBe(expectedOf(source, offered[at]?.edits ?? []));
          });
        },
      );
    }),
    { numRuns: 400 },
  );
});

function cutsPair({ text }: SourceFile, edits: readonly TextEdit[]): boolean {
  const isInside = (offset: number): boolean =>
    /^[\ud800-\udbff][\udc00-\udfff]$/.test(text.slice(offset - 1, offset + 1));
  return edits.some(({ span }) => isInside(span.start) || isInside(span.end));
}

describe("a fix that takes the byte-order mark away", () => {
  const source = openSource("\ufeffFROM llama3.2\n");
  const fix = {
    title: "Remove it",
    applicability: "safe" as const,
    edits: [{ span: { start: 0, end: 1 }, text: "" }],
  };
  const diagnostics = [
    {
      code: "MF006",
      rule: "r",
      severity: "info" as const,
      message: "m",
      span: { start: 0, end: 1 },
      fixes: [fix],
    },
  ];
  const files = [{ source, diagnostics }];
  const input: ReportInput = { toolVersion: "1", files, totals: countTotals(files), rules: [] };

  test("is left out where places cannot say it", () => {
    expect(JSON.parse(printSarif(input)).runs[0].results[0].fixes).toBeUndefined();
    expect(JSON.parse(printRdjson(input)).diagnostics[0].suggestions).toBeUndefined();
  });
});

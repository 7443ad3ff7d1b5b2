import { describe, expect, test } from "vitest";
import { printSarif } from "../../../src/language/report/formats/sarif/printSarif.js";
import { clampSpan, editsBom, placeOf, utf8PlaceOf } from "../../../src/language/report/places.js";
import { countTotals } from "../../../src/language/report/totals.js";
import { openSource } from "../../../src/language/text/sourceFile.js";

function utf16(text: string): Uint8Array {
  const bytes = [...`\ufeff${text}`].flatMap((char) => [...char].flatMap((c) => unitsOf(c)));
  return Uint8Array.from(bytes.flatMap((unit) => [unit & 0xff, unit >> 8]));
}

function unitsOf(char: string): number[] {
  return Array.from({ length: char.length }, (_, index) => char.charCodeAt(index));
}

describe("places", () => {
  // The example in reviewdog's proto/rdf/reviewdog.proto.
  test.each([
    ["UTF-8", openSource("a𐐀b")],
    ["UTF-8 with a mark", openSource("\ufeffa𐐀b")],
    ["UTF-16", openSource(utf16("a𐐀b"))],
  ])("count bytes of UTF-8 in %s", (_, source) => {
    const column = (char: string): number => utf8PlaceOf(source, source.text.indexOf(char)).column;
    expect([column("a"), column("𐐀"), column("b")]).toEqual([1, 2, 6]);
  });

  test("count UTF-16 units, and no byte-order mark", () => {
    const source = openSource("\ufeffa𐐀b\nc");
    expect(placeOf(source, 0)).toEqual({ line: 1, column: 1 });
    expect(placeOf(source, 1)).toEqual({ line: 1, column: 1 });
    expect(placeOf(source, source.text.indexOf("b"))).toEqual({ line: 1, column: 4 });
    expect(placeOf(source, source.text.indexOf("c"))).toEqual({ line: 2, column: 1 });
    expect(editsBom(source, [{ span: { start: 0, end: 1 }, text: "" }])).toBe(true);
    expect(editsBom(source, [{ span: { start: 1, end: 2 }, text: "" }])).toBe(false);
  });

  test("stay inside the text", () => {
    const source = openSource("abc");
    expect(clampSpan(source, { start: -1, end: 99 })).toEqual({ start: 0, end: 3 });
    expect(clampSpan(source, { start: 2, end: 1 })).toEqual({ start: 2, end: 2 });
    expect(clampSpan(source, { start: Number.NaN, end: Number.POSITIVE_INFINITY })).toEqual({
      start: 0,
      end: 3,
    });
  });

  // SARIF 2.1.0, 3.30.2: the file of its examples and what it says of them.
  test.each([
    ["bc", { start: 1, end: 3 }, [1, 2, 1, 4]],
    ["a line with its break", { start: 6, end: 11 }, [2, 1, 3, 1]],
    ["the start of the file", { start: 0, end: 0 }, [1, 1, 1, 1]],
    ["the very end of the file", { start: 22, end: 22 }, [4, 6, 4, 6]],
  ])("%s is where SARIF wants it", (_, span, expected) => {
    const source = openSource("abcd\r\nefg\r\nhijk\r\nlmn\r\n");
    const diagnostics = [{ code: "MF001", rule: "r", severity: "error" as const, message: "m", span }];
    const files = [{ source, diagnostics }];
    const log = JSON.parse(printSarif({ toolVersion: "1", files, totals: countTotals(files), rules: [] }));
    const { startLine, startColumn, endLine, endColumn } =
      log.runs[0].results[0].locations[0].physicalLocation.region;
    expect([startLine, startColumn, endLine, endColumn]).toEqual(expected);
  });
});

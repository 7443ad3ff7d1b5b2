import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openSource } from "../../../src/language/text/sourceFile.js";

describe("openSource", () => {
  test.each([
    ["UTF-8", Buffer.from("é"), "utf-8", "é", false],
    ["UTF-8 with a byte-order mark", Buffer.from([0xef, 0xbb, 0xbf, 0x61]), "utf-8", "\ufeffa", true],
    ["UTF-16 LE", Buffer.from([0xff, 0xfe, 0x61, 0x00]), "utf-16le", "\ufeffa", true],
    ["UTF-16 BE", Buffer.from([0xfe, 0xff, 0x00, 0x61]), "utf-16be", "\ufeffa", true],
    ["no byte at all", Buffer.from([]), "utf-8", "", false],
  ])("%s", (_, bytes, encoding, text, hasBom) => {
    expect(openSource(new Uint8Array(bytes))).toMatchObject({ encoding, text, hasBom, damage: [] });
  });

  // Unicode 15, chapter 3.9: a maximal subpart becomes one U+FFFD.
  test.each([
    [[0x61, 0xff, 0x62], "a\ufffdb", [1]],
    [[0xe2, 0x82], "\ufffd", [2]],
    [[0xe2, 0x82, 0x41], "\ufffdA", [2]],
    [[0xf0, 0x80, 0x80], "\ufffd\ufffd\ufffd", [1, 1, 1]],
    [[0xed, 0xa0, 0x80], "\ufffd\ufffd\ufffd", [1, 1, 1]],
    [[0xf1, 0x80, 0x80, 0xe1, 0x80, 0xc2], "\ufffd\ufffd\ufffd", [3, 2, 1]],
  ])("damaged UTF-8 %j", (bytes, text, sizes) => {
    const source = openSource(new Uint8Array(bytes));
    expect(source.text).toBe(text);
    expect(source.damage.map(({ sizeBytes }) => sizeBytes)).toEqual(sizes);
  });

  test("reads damaged UTF-8 as the Web's decoder does", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        fc.pre(!(bytes[0] === 0xff && bytes[1] === 0xfe) && !(bytes[0] === 0xfe && bytes[1] === 0xff));
        expect(openSource(bytes).text).toBe(new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes));
      }),
      { numRuns: 3000 },
    );
  });

  test("every offset has its byte", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), fc.nat(60), (text, at) => {
        const isInsidePair =
          /[\udc00-\udfff]/.test(text[at] ?? "") && /[\ud800-\udbff]/.test(text[at - 1] ?? "");
        fc.pre(at <= text.length && !isInsidePair);
        const bytes = new TextEncoder().encode(text);
        const source = openSource(bytes);
        expect(source.byteOffsetAt(at)).toBe(new TextEncoder().encode(text.slice(0, at)).length);
        expect(Buffer.from(source.bytesOf(at, source.text.length)).toString("hex")).toBe(
          Buffer.from(bytes.subarray(source.byteOffsetAt(at))).toString("hex"),
        );
      }),
      { numRuns: 1000 },
    );
  });

  test("byte offsets far into a long text", () => {
    const text = "é".repeat(100_000);
    const { byteOffsetAt } = openSource(text);
    expect([byteOffsetAt(99_999), byteOffsetAt(5), byteOffsetAt(50_000)]).toEqual([199_998, 10, 100_000]);
  });
});

describe("lines", () => {
  test.each([
    ["a\nb", 2, [0, 1, 0, 1]],
    ["a\r\nb", 2, [0, 1, 2, 0, 1]],
    ["a\rb", 2, [0, 1, 0, 1]],
    ["", 1, [0]],
    ["a\n", 2, [0, 1, 0]],
  ])("%j", (text, count, columns) => {
    const { lines } = openSource(text);
    expect(lines.count).toBe(count);
    expect(Array.from({ length: text.length + 1 }, (_, at) => lines.positionAt(at).column)).toEqual(columns);
  });

  test("positions and offsets are inverse at every line's characters", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[ab\r\n]*$/), (text) => {
        const { lines } = openSource(text);
        for (let at = 0; at <= text.length; at++) {
          const { line } = lines.positionAt(at);
          const { start, end } = lines.lineSpan(line);
          if (at >= start && at <= end) expect(lines.offsetAt(lines.positionAt(at))).toBe(at);
        }
      }),
    );
  });
});

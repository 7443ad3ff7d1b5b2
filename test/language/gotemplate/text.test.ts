import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatFloat } from "../../../src/language/gotemplate/format/floats.js";
import { tryParseFloat } from "../../../src/language/gotemplate/syntax/numbers.js";
import {
  byteLength,
  canonicalText,
  compareText,
  decodeGoText,
  encodeGoText,
  runeCount,
  sliceBytes,
  toWellFormed,
} from "../../../src/language/gotemplate/text/goText.js";
import { quoteText, tryUnquoteText } from "../../../src/language/gotemplate/text/quote.js";

const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 20 }),
  fc.string({ unit: "binary", maxLength: 10 }).map((text) => new TextEncoder().encode(text)),
);

describe("text that may hold any bytes", () => {
  test("is the bytes and nothing else", () => {
    fc.assert(
      fc.property(bytes, (data) => {
        const text = decodeGoText(data);
        expect(encodeGoText(text)).toEqual(data);
        expect(byteLength(text)).toBe(data.length);
        expect(canonicalText(text)).toBe(text);
      }),
    );
  });

  test("is ordinary text where the bytes are UTF-8", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect(decodeGoText(new TextEncoder().encode(text))).toBe(text);
      }),
    );
  });

  test("is cut and joined by bytes", () => {
    fc.assert(
      fc.property(bytes, fc.nat(20), (data, at) => {
        const text = decodeGoText(data);
        const cut = Math.min(at, data.length);
        const [head, tail] = [sliceBytes(text, 0, cut), sliceBytes(text, cut, data.length)];
        expect(encodeGoText(head)).toEqual(data.subarray(0, cut));
        expect(canonicalText(head + tail)).toBe(text);
      }),
    );
  });

  test("is ordered by bytes", () => {
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        expect(compareText(decodeGoText(a), decodeGoText(b))).toBe(Buffer.compare(a, b));
      }),
    );
  });

  test("shows a broken byte as one rune, U+FFFD", () => {
    const text = decodeGoText(Uint8Array.of(0x61, 0xff, 0xc3, 0xa9));
    expect(runeCount(text)).toBe(3);
    expect(toWellFormed(text)).toBe("a\ufffdé");
  });

  test("survives being quoted", () => {
    fc.assert(
      fc.property(bytes, fc.boolean(), (data, ascii) => {
        const text = decodeGoText(data);
        expect(tryUnquoteText(quoteText(text, ascii))).toBe(text);
      }),
    );
  });
});

describe("floats", () => {
  const numbers = fc.double({ noNaN: true, noDefaultInfinity: true });

  test("read back from their shortest digits and from all of them", () => {
    fc.assert(
      fc.property(numbers, (value) => {
        for (const verb of ["g", "e", "f", "x"] as const) {
          expect(tryParseFloat(formatFloat(value, verb, -1, 64))).toBe(value);
        }
        expect(Number(formatFloat(value, "e", 800, 64))).toBe(value);
      }),
    );
  });

  test("are rounded half to even on all their digits", () => {
    const cases = [
      [0.5, 0, "0"],
      [1.5, 0, "2"],
      [2.5, 0, "2"],
      [0.125, 2, "0.12"],
      [0.375, 2, "0.38"],
      [1.005, 2, "1.00"],
      [999.9999, 3, "1000.000"],
    ] as const;
    for (const [value, precision, text] of cases) expect(formatFloat(value, "f", precision, 64)).toBe(text);
  });

  test("of 32 bits have the digits that tell them from their neighbours of 32 bits", () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = formatFloat(value, "e", -1, 32);
        expect(Math.fround(Number(text))).toBe(value);
        expect(text.replace(/e.*|[-.]/g, "").length).toBeLessThanOrEqual(9);
      }),
    );
  });
});

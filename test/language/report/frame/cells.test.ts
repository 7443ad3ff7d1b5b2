import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { isPrintableRune } from "../../../../src/language/modelfile/printable.js";
import { layOutCells, visible, widthOfCells } from "../../../../src/language/report/frame/cells.js";
import { widthOf, widthOfCluster } from "../../../../src/language/report/frame/charWidth.js";
import { fixturesRoot } from "../readCase.js";

describe("widths", () => {
  test("agree with East Asian Width for every character that is drawn", () => {
    const runs = JSON.parse(readFileSync(join(fixturesRoot, "width/wide.json"), "utf8")) as [
      number,
      number,
    ][];
    const wide = new Set(
      runs.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, i) => first + i)),
    );
    const wrong: string[] = [];
    for (let rune = 0x20; rune <= 0x10ffff; rune++) {
      if (!isPrintableRune(rune) || widthOf(rune) === 0) continue;
      if ((widthOf(rune) === 2) !== wide.has(rune)) wrong.push(rune.toString(16));
    }
    expect(wrong).toEqual([]);
  });

  test.each([
    ["e\u0301", 1],
    ["각", 2],
    ["\u1100\u1161\u11a8", 2],
    ["👩‍🚀", 2],
    ["👍🏽", 2],
    ["🇩🇪", 2],
    ["☀", 1],
    ["☀\ufe0f", 2],
    ["1\ufe0f\u20e3", 2],
    ["ﾊﾟ", 2],
  ])("%s", (cluster, width) => {
    expect(widthOfCluster(cluster)).toBe(width);
  });
});

describe("cells", () => {
  const show = (text: string, options = {}): string =>
    layOutCells(text, 0, text.length, options)
      .map((cell) => cell.text)
      .join("|");

  test.each([
    ["a\tb", "a|   |b"],
    ["abcd\tb", "a|b|c|d|    |b"],
    ["\u0301a", "\\u{301}|a"],
    ["a\u200db", "a|\\u{200d}|b"],
    ["👩‍🚀", "👩‍🚀"],
    ["x\u0301\u202e", "x\u0301|\\u{202e}"],
    ["\ud83d", "\\u{d83d}"],
    ["\u{e0041}", "\\u{e0041}"],
  ])("of %j", (text, expected) => {
    expect(show(text)).toBe(expected);
  });

  test("break a character that a span cuts", () => {
    expect(show("👩‍🚀", { cuts: [2] })).toBe("👩|\\u{200d}|🚀");
    expect(show("e\u0301", { cuts: [1] })).toBe("e|\\u{301}");
  });

  test("break a character with too many marks", () => {
    expect(show(`e${"\u0301".repeat(40)}`)).toBe(`e|${Array(40).fill("\\u{301}").join("|")}`);
  });

  test("stop when the room is used up", () => {
    expect(show("abc", { maxWidth: 2 })).toBe("a|b");
    expect(show("a日", { maxWidth: 2 })).toBe("a");
    const cells = layOutCells("日本語", 0, 3);
    expect(widthOfCells(cells)).toBe(6);
  });

  test("show foreign text in one line", () => {
    expect(visible("a\tb\nc\x1b[31m")).toBe("a\\u{9}b\\u{a}c\\u{1b}[31m");
    expect(visible("naïve 日本 👩‍🚀")).toBe("naïve 日本 👩‍🚀");
  });
});

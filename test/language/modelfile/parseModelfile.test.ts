import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseModelfile } from "../../../src/language/modelfile/parseModelfile.js";
import { printModelfile } from "../../../src/language/modelfile/printModelfile.js";
import { readAsOllama } from "../../../src/language/modelfile/readAsOllama.js";
import { arbitraryBytes, arbitraryText } from "../../support/modelfile/arbitraryModelfile.js";

describe("the tokens", () => {
  test("cover every character, in order, without gaps", () => {
    fc.assert(
      fc.property(arbitraryText, (text) => {
        let at = 0;
        for (const { startOffset, image } of parseModelfile(text).tokens) {
          expect(startOffset).toBe(at);
          at += image.length;
        }
        expect(at).toBe(text.length);
      }),
      { numRuns: 1000 },
    );
  });

  test("print back the same bytes", () => {
    fc.assert(
      fc.property(arbitraryBytes, (bytes) => {
        expect(Buffer.from(printModelfile(parseModelfile(bytes))).equals(Buffer.from(bytes))).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  test("parsing what was printed gives the same tree", () => {
    fc.assert(
      fc.property(arbitraryBytes, (bytes) => {
        const tree = parseModelfile(bytes);
        expect(parseModelfile(printModelfile(tree)).items).toEqual(tree.items);
      }),
      { numRuns: 300 },
    );
  });
});

describe("recovery", () => {
  test("a broken instruction does not hide the next", () => {
    const { instructions, items } = parseModelfile(
      "FORM x\nFROM=y\nPARAMETER top-k 1\nMESSAGE boss hi\nSYSTEM hello\n",
    );
    expect(instructions.map(({ name }) => name)).toEqual([undefined, "PARAMETER", "MESSAGE", "SYSTEM"]);
    expect(items.filter(({ kind }) => kind === "junk")).toHaveLength(1);
    expect(instructions.at(-1)?.value?.text).toBe("hello");
  });

  test("a quote that never closes ends where the next instruction starts", () => {
    const { instructions } = parseModelfile('FROM x\nSYSTEM """You are\nterse.\nPARAMETER top_k 1\n');
    expect(instructions.map(({ name }) => name)).toEqual(["FROM", "SYSTEM", "PARAMETER"]);
    expect(instructions[1]?.value).toMatchObject({ closed: false, text: "You are\nterse." });
  });
});

describe("values", () => {
  test.each([
    ['"a"', "a", '"'],
    ['"""a"""', "a", '"""'],
    ["  a b  ", "a b", ""],
    ['"a\nb"', "a\nb", '"'],
    ['"""\na\n"""', "\na\n", '"""'],
    ['"a" b\nc"', 'a" b\nc', '"'],
    ['""', "", '"'],
    ["a\u00a0b", "ab", ""],
    ['"\u200b""a"""', "a", '"""'],
  ])("%j reads %j", (raw, text, quote) => {
    const value = parseModelfile(`SYSTEM ${raw}\n`).instructions[0]?.value;
    expect(value).toMatchObject({ text, quote, closed: true });
  });

  test("say which characters were dropped, and where", () => {
    const value = parseModelfile("SYSTEM a\u200bb\u{e000}\n").instructions[0]?.value;
    expect(value?.dropped).toEqual([{ offset: 8, rune: 0x200b }]);
    expect(value?.text).toBe("ab");
  });
});

const lines = process.env.MF_LONG ? 1_000_000 : 100_000;

describe("size", () => {
  // Quadratic work on these would take hours, so finishing is the test.
  test.each([
    ["very many short lines", "PARAMETER stop a\n".repeat(lines)],
    ["one line of ten megabytes", `SYSTEM ${"x".repeat(10_000_000)}\n`],
    ["very many open quotes", 'SYSTEM "a\n'.repeat(lines)],
    ["quotes within quotes", `SYSTEM ${'"'.repeat(1_000_000)}\n`],
    ["a quoted value of blank lines", `SYSTEM "${"\n".repeat(1_000_000)}"\n`],
    ["invisible characters only", "\u200b".repeat(1_000_000)],
  ])("%s", (_, text) => {
    const tree = parseModelfile(text);
    expect(tree.tokens.length).toBeGreaterThan(0);
    expect(readAsOllama(tree).kind).toBe("error");
  });
});

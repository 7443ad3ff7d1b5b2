import { describe, expect, test } from "vitest";
import { listFoldings } from "../../../src/language/lsp/requests/listFoldings.js";
import { listLinks } from "../../../src/language/lsp/requests/listLinks.js";
import { listSymbols } from "../../../src/language/lsp/requests/listSymbols.js";
import { selectAround } from "../../../src/language/lsp/requests/selectAround.js";
import { openMarked, surroundingsOf } from "../../support/lsp/marked.js";

describe("symbols", () => {
  test("one for each instruction", () => {
    const { document } = openMarked(
      'FROM llama3.2\n# c\nPARAMETER seed 42\nMESSAGE user hi\nSYSTEM """\nYou are\nkind.\n"""\nrenderer x\n',
    );
    expect(listSymbols(document).map(({ name, detail, kind }) => [name, detail, kind])).toEqual([
      ["FROM", "llama3.2", "model"],
      ["seed", "42", "parameter"],
      ["MESSAGE user", "hi", "message"],
      ["SYSTEM", "You are", "text"],
      ["RENDERER", "x", "setting"],
    ]);
  });

  test("what is selected lies inside, and names are never empty", () => {
    const { document } = openMarked("PARAMETER  x\nMESSAGE \n\u200b x\nNOPE y\nPARAMETER te");
    for (const { name, span, nameSpan } of listSymbols(document)) {
      expect(name).not.toBe("");
      expect(nameSpan.start).toBeGreaterThanOrEqual(span.start);
      expect(nameSpan.end).toBeLessThanOrEqual(span.end);
    }
  });

  test("a long value is cut, not in the middle of a character", () => {
    const { document } = openMarked(`SYSTEM ${"\u{1f600}".repeat(100)}`);
    expect(listSymbols(document)[0]?.detail).toBe(`${"\u{1f600}".repeat(59)}…`);
  });
});

test("foldings: values over several lines and blocks of comments", () => {
  const { document } = openMarked(
    '# a\n# b\n# c\nFROM x\n\n# alone\nSYSTEM """\ntext\n"""\nTEMPLATE "a\r\nb"\n# d\n\n# e\n',
  );
  expect(listFoldings(document)).toEqual([
    { firstLine: 0, lastLine: 2, kind: "comment" },
    { firstLine: 6, lastLine: 8, kind: "value" },
    { firstLine: 9, lastLine: 10, kind: "value" },
  ]);
});

describe("links", () => {
  const world = surroundingsOf({
    paths: {
      "./m.gguf": { kind: "file", format: "gguf", sizeBytes: 1 },
      lora: { kind: "directory", entries: [] },
    },
  });

  test.each([
    ["FROM llama3.2", "https://ollama.com/library/llama3.2:latest"],
    ["FROM llama3.2:3b-instruct-q8_0", "https://ollama.com/library/llama3.2:3b-instruct-q8_0"],
    ["FROM someone/model:tag", "https://ollama.com/someone/model:tag"],
    ["FROM hf.co/bartowski/Llama-GGUF:Q4_K_M", "https://huggingface.co/bartowski/Llama-GGUF"],
    ["FROM ./m.gguf", "file:///m/m.gguf"],
    ["ADAPTER lora", "file:///m/lora"],
  ])("%s", (text, target) => {
    const { document } = openMarked(text);
    const start = text.indexOf(" ") + 1;
    expect(listLinks(document, world)).toEqual([{ span: { start, end: text.length }, target }]);
  });

  test.each([
    "FROM ./missing.gguf",
    "FROM missing.gguf",
    "FROM /abs/m",
    "FROM ~/m",
    "FROM C:\\m.gguf",
    "FROM a b",
    "FROM registry.example.com/a/b",
    "ADAPTER llama3.2",
    "SYSTEM llama3.2",
    "FROM ",
    'FROM "never closed',
  ])("%j leads nowhere", (text) => {
    expect(listLinks(openMarked(text).document, world)).toEqual([]);
  });
});

describe("growing selections", () => {
  function grow(marked: string): string[] {
    const { document, offset } = openMarked(marked);
    return selectAround(document, offset).map(({ start, end }) => document.text.slice(start, end));
  }

  test("in a value over several lines", () => {
    expect(grow('FROM x\nSYSTEM """one\ntw<|>o\n"""\n')).toEqual([
      "two",
      "one\ntwo\n",
      '"""one\ntwo\n"""',
      'SYSTEM """one\ntwo\n"""',
      'FROM x\nSYSTEM """one\ntwo\n"""\n',
    ]);
  });

  test("in a name, a comment and between", () => {
    expect(grow("PARAMETER se<|>ed 1\n")).toEqual(["seed", "PARAMETER seed 1", "PARAMETER seed 1\n"]);
    expect(grow("# he<|>llo\n")).toEqual(["# hello", "# hello\n"]);
    expect(grow("FROM x\n<|>\n")).toEqual(["FROM x\n\n"]);
    expect(grow("<|>")).toEqual([""]);
  });

  test("each lies in the next", () => {
    const text = 'FROM x\n# c\nPARAMETER  1\nMESSAGE user "a\nb" \nSYSTEM """\n\n"""\nTEMPLATE x';
    for (let at = 0; at <= text.length; at++) {
      const { document } = openMarked(text);
      const spans = selectAround(document, at);
      spans.forEach((span, index) => {
        const outer = spans[index + 1] ?? span;
        expect(outer.start <= span.start && span.end <= outer.end).toBe(true);
        expect(span.start <= at && at <= span.end).toBe(true);
      });
    }
  });
});

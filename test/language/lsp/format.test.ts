import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatModelfile } from "../../../src/language/format/formatModelfile.js";
import { formatDocument } from "../../../src/language/lsp/requests/formatDocument.js";
import { formatRange } from "../../../src/language/lsp/requests/formatRange.js";
import { narrowEdit } from "../../../src/language/lsp/text/narrowEdit.js";
import { parseModelfile } from "../../../src/language/modelfile/parseModelfile.js";
import { readAsOllama } from "../../../src/language/modelfile/readAsOllama.js";
import { applied, openMarked } from "../../support/lsp/marked.js";
import { arbitraryText } from "../../support/modelfile/arbitraryModelfile.js";

describe("a whole document", () => {
  test("one edit, as small as it can be", () => {
    const { document } = openMarked("FROM x\nsystem a\nSYSTEM b\n");
    const edits = formatDocument(document);
    expect(edits).toHaveLength(1);
    expect(edits[0]?.span.start).toBeGreaterThan(5);
    expect(applied(document.text, edits)).toBe("FROM x\n\nSYSTEM a\nSYSTEM b\n");
  });

  test("nothing to do, nothing done", () => {
    expect(formatDocument(openMarked("FROM x\n").document)).toEqual([]);
  });

  test("a file that Ollama cannot read is left alone", () => {
    expect(formatDocument(openMarked('from x\nSYSTEM "a').document)).toEqual([]);
  });

  test("always the formatter's text", () => {
    fc.assert(
      fc.property(arbitraryText, (text) => {
        const formatted = formatModelfile(text);
        const { document } = openMarked(text);
        const wanted = formatted.kind === "ok" ? formatted.text : document.text;
        expect(applied(document.text, formatDocument(document))).toBe(wanted);
      }),
    );
  });
});

describe("a range", () => {
  function format(marked: string): string {
    const { document, offsets } = openMarked(marked);
    const [start = 0, end = start] = offsets;
    return applied(document.text, formatRange(document, { start, end }));
  }

  test("only what it touches", () => {
    expect(format("from x\n<|>system a\n  message user<|> b\nlicense MIT\n")).toBe(
      "from x\nSYSTEM a\n\nMESSAGE user b\nlicense MIT\n",
    );
    expect(format("from <|>x\n\n\n\nsystem a")).toBe("FROM x\n\n\n\nsystem a");
    expect(format("from x\n<|>\n<|>\nsystem a")).toBe("from x\n\n\nsystem a");
  });

  test("a file that Ollama cannot read is left alone", () => {
    expect(format("<|>from x<|>\nNOPE a")).toBe("from x\nNOPE a");
  });

  test("the reading stays, and the whole range gives the formatted items", () => {
    fc.assert(
      fc.property(arbitraryText, fc.nat(), fc.nat(), (text, a, b) => {
        const { document } = openMarked(text);
        const ends = [a, b].map((at) => at % (document.text.length + 1)).sort((one, two) => one - two);
        const [start = 0, end = 0] = ends;
        const edited = applied(document.text, formatRange(document, { start, end }));
        expect(readAsOllama(parseModelfile(edited))).toEqual(readAsOllama(document.tree));
      }),
    );
  });
});

test("a narrow edit gives the wanted text and cuts no pair", () => {
  const piece = fc.constantFrom("a", "b", "\r\n", "\n", "\r", "\u{1f600}", "\u{1f601}");
  const text = fc.array(piece, { maxLength: 8 }).map((parts) => parts.join(""));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const edits = narrowEdit(before, after);
      expect(applied(before, edits)).toBe(after);
      for (const { span, text: inserted } of edits) {
        expect(inserted).not.toMatch(/\p{Surrogate}/u);
        expect(/^\n/.test(before.slice(span.start)) && before[span.start - 1] === "\r").toBe(false);
      }
    }),
  );
});

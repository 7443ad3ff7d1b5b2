import fc from "fast-check";
import { expect, test } from "vitest";
import { completeAt } from "../../../src/language/lsp/requests/completeAt.js";
import { hoverAt } from "../../../src/language/lsp/requests/hoverAt.js";
import { listFoldings } from "../../../src/language/lsp/requests/listFoldings.js";
import { listLinks } from "../../../src/language/lsp/requests/listLinks.js";
import { listSymbols } from "../../../src/language/lsp/requests/listSymbols.js";
import { findRenameTarget } from "../../../src/language/lsp/requests/renameAt.js";
import { selectAround } from "../../../src/language/lsp/requests/selectAround.js";
import { openMarked, surroundingsOf } from "../../support/lsp/marked.js";
import { arbitraryText } from "../../support/modelfile/arbitraryModelfile.js";

const world = surroundingsOf({
  models: { x: { hasTemplate: true, stops: [] } },
  folders: { ".": [{ name: "a.gguf", kind: "file" }] },
});

/** Whatever somebody types, and wherever the cursor is. */
test("every request has an answer, and its places lie where they must", () => {
  fc.assert(
    fc.property(arbitraryText, fc.nat(), (text, at) => {
      const { document } = openMarked(text);
      const offset = at % (document.text.length + 1);
      const { lines } = document.tree.source;
      for (const { span } of completeAt(document, offset, world)) {
        expect(span.start <= offset && offset <= span.end).toBe(true);
        expect(lines.positionAt(span.start).line).toBe(lines.positionAt(span.end).line);
      }
      const hover = hoverAt(document, offset, world);
      if (hover) expect(hover.span.start).toBeLessThanOrEqual(hover.span.end);
      for (const span of selectAround(document, offset)) {
        expect(span.start <= offset && offset <= span.end).toBe(true);
      }
      for (const { span, nameSpan } of listSymbols(document)) {
        expect(span.start <= nameSpan.start && nameSpan.end <= span.end).toBe(true);
      }
      for (const { firstLine, lastLine } of listFoldings(document)) expect(firstLine).toBeLessThan(lastLine);
      for (const { target } of listLinks(document, world)) expect(URL.canParse(target)).toBe(true);
      expect(["ok", "refused"]).toContain(findRenameTarget(document, offset).kind);
    }),
    { numRuns: 500 },
  );
});

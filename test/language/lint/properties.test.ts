import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyFixes } from "../../../src/language/lint/applyFixes.js";
import { lintModelfile } from "../../../src/language/lint/lintModelfile.js";
import { rules, tryFindRule } from "../../../src/language/lint/rules.js";
import { createRequest, type FilesAtPath } from "../../../src/language/modelfile/createRequest.js";
import { parseModelfile } from "../../../src/language/modelfile/parseModelfile.js";
import { readAsOllama } from "../../../src/language/modelfile/readAsOllama.js";
import { arbitraryBytes, arbitraryModelfile } from "../../support/modelfile/arbitraryModelfile.js";

const goldens = readFileSync(join(import.meta.dirname, "../../../fixtures/modelfile/cases.jsonl"), "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as { id: string; bytes_b64: string })
  .map(({ id, bytes_b64 }) => [id, new Uint8Array(Buffer.from(bytes_b64, "base64"))] as const);

/** Whether Ollama refuses the file whatever lies on the disk: its parser's error, or its client's. */
function isRefused(bytes: Uint8Array): boolean {
  const reading = readAsOllama(parseModelfile(bytes));
  if (reading.kind === "error") return true;
  // Every path is a file of its own: that FROM and DRAFT name the same one depends on the disk.
  let count = 0;
  const findFiles = (path: string): FilesAtPath => ({ kind: "files", path: `${path}#${count++}`, files: {} });
  return createRequest(reading.commands, findFiles).kind === "error";
}

function fatalFindings(bytes: Uint8Array): string[] {
  return lintModelfile(bytes)
    .diagnostics.filter(({ code }) => tryFindRule(code)?.fatal)
    .map(({ code, message }) => `${code} ${message}`);
}

describe("fatal findings are Ollama's errors", () => {
  test.each(goldens)("%s", (_, bytes) => {
    expect(fatalFindings(bytes).length > 0, fatalFindings(bytes).join("; ")).toBe(isRefused(bytes));
  });

  test("in generated files too", () => {
    fc.assert(
      fc.property(fc.oneof(arbitraryBytes, arbitraryModelfile), (bytes) => {
        expect(fatalFindings(bytes).length > 0, fatalFindings(bytes).join("; ")).toBe(isRefused(bytes));
      }),
      { numRuns: process.env.MF_LONG ? 100_000 : 2000 },
    );
  });
});

const everyRule = new Map(
  rules.map(({ number, severity }) => [number, severity === "off" ? "info" : severity] as const),
);

describe("fixes", () => {
  const lint = (text: string) => lintModelfile(text, { severities: everyRule }).diagnostics;
  const checkFixes = (bytes: Uint8Array): void => {
    const { text } = parseModelfile(bytes).source;
    for (const upTo of ["safe", "unsafe"] as const) {
      let current = text;
      let rounds = 0;
      for (; rounds < 10; rounds++) {
        const before = lint(current);
        const fixed = applyFixes(current, before, upTo);
        if (fixed.applied === 0) break;
        const after = lint(fixed.text);
        // Where Ollama refuses the file, a part of it is not understood, and mending that may bring more to light.
        if (!before.some(({ code }) => tryFindRule(code)?.fatal)) {
          for (const { code, message } of after) {
            const count = (list: typeof after): number => list.filter((one) => one.code === code).length;
            expect(count(after), `${upTo} fix: ${code} ${message}`).toBeLessThanOrEqual(count(before));
          }
        }
        current = fixed.text;
      }
      expect(rounds, "fixes come to an end").toBeLessThan(10);
    }
  };

  test("make no new finding and come to an end", () => {
    for (const [, bytes] of goldens) checkFixes(bytes);
    fc.assert(fc.property(fc.oneof(arbitraryBytes, arbitraryModelfile), checkFixes), {
      numRuns: process.env.MF_LONG ? 20_000 : 500,
    });
  });
});

describe("findings", () => {
  test("lie inside the text and say something", () => {
    fc.assert(
      fc.property(arbitraryBytes, (bytes) => {
        const { tree, diagnostics } = lintModelfile(bytes, { severities: everyRule });
        for (const { span, message, related = [], fixes = [] } of diagnostics) {
          const spans = [
            span,
            ...related.map((one) => one.span),
            ...fixes.flatMap(({ edits }) => edits.map((edit) => edit.span)),
          ];
          for (const { start, end } of spans) {
            expect(start).toBeGreaterThanOrEqual(0);
            expect(end).toBeGreaterThanOrEqual(start);
            expect(end).toBeLessThanOrEqual(tree.source.text.length);
          }
          expect(message).not.toBe("");
          // biome-ignore lint/suspicious/noControlCharactersInRegex: none may reach a terminal
          expect(message).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f]/);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

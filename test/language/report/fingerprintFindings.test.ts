import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fingerprintFindings, hashText } from "../../../src/language/report/fingerprintFindings.js";
import { openSource } from "../../../src/language/text/sourceFile.js";
import { arbitraryReport } from "./arbitraryReport.js";

describe("fingerprints", () => {
  // Test vectors of draft-eastlake-fnv for 64-bit FNV-1a; the characters' units hold the bytes of the vector.
  test.each([
    ["", "cbf29ce484222325"],
    ["\u6f66\u626f\u7261", "85944171f73967e8"],
  ])("hash as FNV-1a does: %#", (text, expected) => {
    expect(hashText(text)).toBe(expected);
  });

  test("survive lines added before and after", () => {
    fc.assert(
      fc.property(
        arbitraryReport,
        fc.array(fc.constantFrom("# a comment", "", "\t"), { maxLength: 5 }),
        (input, lines) => {
          for (const { source, diagnostics } of input.files) {
            // With a mark, the first line is not the same text once another stands before it.
            if (source.hasBom || /^\n/.test(source.text)) continue;
            const before = lines.map((line) => `${line}\n`).join("");
            const move = ({ start, end }: { start: number; end: number }) => ({
              start: Math.max(0, start) + before.length,
              end: end + before.length,
            });
            const inside = diagnostics.filter(
              ({ span }) => span.start <= source.text.length && span.end <= source.text.length,
            );
            const moved = inside.map((one) => ({ ...one, span: move(one.span) }));
            const shifted = openSource(`${before}${source.text}`, "elsewhere");
            expect(fingerprintFindings({ source: shifted, diagnostics: moved })).toEqual(
              fingerprintFindings({ source: openSource(source.text), diagnostics: inside }),
            );
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  test("tell findings of a file apart", () => {
    const source = openSource("PARAMETER stop x\nPARAMETER stop x\nPARAMETER stop y\n");
    const at = (start: number, code = "MF221") => ({
      code,
      rule: "r",
      severity: "error" as const,
      message: "m",
      span: { start, end: start + 9 },
    });
    const prints = fingerprintFindings({ source, diagnostics: [at(0), at(17), at(34), at(0, "MF222")] });
    expect(new Set(prints).size).toBe(4);
    expect(prints[1]).toBe(prints[0]?.replace(/:1$/, ":2"));
  });
});

import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { printText } from "../../../src/language/report/formats/printText.js";
import { layOutCells, widthOfCells } from "../../../src/language/report/frame/cells.js";
import type { ReportInput } from "../../../src/language/report/reportInput.js";
import { plainStyle, type Style } from "../../../src/language/report/style.js";
import { countTotals } from "../../../src/language/report/totals.js";
import { openSource } from "../../../src/language/text/sourceFile.js";
import { arbitraryReport, looseJoiner, rawControl } from "./arbitraryReport.js";
import { expectFile } from "./expectFile.js";
import { fixturesRoot, listFolders, readCase } from "./readCase.js";

const root = join(fixturesRoot, "text");

function readInput(name: string): ReportInput {
  const files = readCase(join(root, name));
  return { toolVersion: "1.2.3", files, totals: countTotals(files), rules: [] };
}

describe("the text report", () => {
  test.each(listFolders(root))("%s", (name) => {
    expectFile(join(root, name, "expected.txt"), printText(readInput(name), { width: 80 }));
  });

  test.each(listFolders(root))("%s looks the same with colours", (name) => {
    const mark = (text: string): string => `\x1b[1m${text}\x1b[0m`;
    const names = Object.keys(plainStyle) as (keyof Style)[];
    const style = Object.fromEntries(names.map((one) => [one, mark])) as unknown as Style;
    const plain = printText(readInput(name), { width: 80 });
    const colored = printText(readInput(name), { width: 80, style });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: takes the colours out again
    expect(colored.replace(/\x1b\[[01]m/g, "").replace(/ +$/gm, "")).toBe(plain.replace(/ +$/gm, ""));
    expect(colored).not.toBe(plain);
  });

  test("never throws, and draws nothing that drives a terminal", () => {
    fc.assert(
      fc.property(arbitraryReport, fc.integer({ min: 0, max: 160 }), (input, width) => {
        const report = printText(input, { width });
        expect(report).not.toMatch(rawControl);
        expect(report).not.toMatch(looseJoiner);
        expect(report.endsWith("\n")).toBe(true);
      }),
      { numRuns: 250 },
    );
  });

  test("keeps source lines within the width", () => {
    fc.assert(
      fc.property(arbitraryReport, fc.integer({ min: 60, max: 160 }), (input, width) => {
        const lines = printText(input, { width }).split("\n");
        for (const line of lines.filter((one) => /^ *\d+ [|+-] /.test(one))) {
          // A rail takes two columns more.
          expect(widthOfCells(layOutCells(line, 0, line.length))).toBeLessThanOrEqual(width + 2);
        }
      }),
      { numRuns: 150 },
    );
  });

  test("takes a line of ten million characters", () => {
    const source = openSource(`SYSTEM ${"日\u200b".repeat(5_000_000)}`);
    const span = { start: 4_000_000, end: 4_000_001 };
    const related = [{ span: { start: 0, end: source.text.length }, message: "all of it" }];
    const files = [
      {
        source,
        diagnostics: [{ code: "MF001", rule: "r", severity: "error" as const, message: "m", span, related }],
      },
    ];
    const report = printText({ toolVersion: "1", files, totals: countTotals(files), rules: [] });
    expect(report.length).toBeLessThan(2_000);
  });

  test("links the rule and says what is not shown", () => {
    const input = readInput("suggestion-under-caret");
    const rule = {
      code: "MF201",
      name: "n",
      severity: "error" as const,
      what: "",
      why: "",
      instead: "",
      helpUri: "https://x.test/MF201",
    };
    const report = printText(
      { ...input, totals: { ...input.totals, warnings: 4 }, rules: [rule] },
      { style: { ...plainStyle, link: (text, uri) => `<${uri}>${text}` } },
    );
    expect(report).toContain("error[<https://x.test/MF201>MF201]: ");
    expect(report).toContain(
      "5 problems (1 error, 4 warnings); 1 fixable with --fix --unsafe-fixes\n4 of them not shown",
    );
  });
});

import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { printConcise } from "../../../../src/language/report/formats/printConcise.js";
import { printGithub } from "../../../../src/language/report/formats/printGithub.js";
import { printMarkdown } from "../../../../src/language/report/formats/printMarkdown.js";
import { visible } from "../../../../src/language/report/frame/cells.js";
import type { ReportInput } from "../../../../src/language/report/reportInput.js";
import { arbitraryReport, rawControl } from "../arbitraryReport.js";

interface Command {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

/** Reads a workflow command as GitHub's runner does (actions/runner, ActionCommand.cs, TryParseV2). */
function parseCommand(line: string): Command {
  const message = line.trimStart();
  const end = message.indexOf("::", 2);
  if (!message.startsWith("::") || end < 0) throw new Error(`no command: ${line}`);
  const head = message.slice(2, end);
  const space = head.indexOf(" ");
  const unescapeData = (text: string): string =>
    text.replaceAll("%0D", "\r").replaceAll("%0A", "\n").replaceAll("%25", "%");
  const unescapeProperty = (text: string): string =>
    text
      .replaceAll("%0D", "\r")
      .replaceAll("%0A", "\n")
      .replaceAll("%3A", ":")
      .replaceAll("%2C", ",")
      .replaceAll("%25", "%");
  const pairs = head
    .slice(space + 1)
    .trim()
    .split(",")
    .map((pair) => [pair.slice(0, pair.indexOf("=")), unescapeProperty(pair.slice(pair.indexOf("=") + 1))]);
  return {
    name: head.slice(0, space),
    properties: Object.fromEntries(pairs),
    data: unescapeData(message.slice(end + 2)),
  };
}

const listFindings = ({ files }: ReportInput) =>
  files.flatMap(({ source, diagnostics }) => diagnostics.map((diagnostic) => ({ source, diagnostic })));

const names = { error: "error", warning: "warning", info: "notice" } as const;

describe("github", () => {
  test("commands come through to the runner", () => {
    fc.assert(
      fc.property(arbitraryReport, (input) => {
        const lines = printGithub(input).split("\n").slice(0, -1);
        const found = listFindings(input);
        expect(lines).toHaveLength(found.length);
        lines.forEach((line, index) => {
          const { name, properties, data } = parseCommand(line);
          const { source, diagnostic } = found[index] ?? expect.fail();
          expect(name).toBe(names[diagnostic.severity]);
          // The runner trims the list of properties, and file is the first of them.
          expect(properties.file).toBe(source.path);
          expect(data).toContain(visible(diagnostic.message));
          expect(Number(properties.line)).toBeGreaterThan(0);
          expect(Number(properties.endLine)).toBeGreaterThanOrEqual(Number(properties.line));
          expect("col" in properties).toBe(properties.line === properties.endLine);
        });
      }),
      { numRuns: 300 },
    );
  });
});

describe("concise", () => {
  const matchers = JSON.parse(
    readFileSync(join(import.meta.dirname, "../../../../ci/problem-matcher.json"), "utf8"),
  ).problemMatcher as { owner: string; severity?: string; pattern: Record<string, string & number>[] }[];

  test("is one plain line a finding, which the problem matchers read", () => {
    fc.assert(
      fc.property(arbitraryReport, (input) => {
        const printed = printConcise(input);
        expect(printed).not.toMatch(rawControl);
        const lines = printed.split("\n").slice(0, -1);
        const found = listFindings(input);
        expect(lines).toHaveLength(found.length);
        lines.forEach((line, index) => {
          const { source, diagnostic } = found[index] ?? expect.fail();
          const matching = matchers.filter(({ pattern: [one] }) => new RegExp(one?.regexp ?? "").test(line));
          expect(matching).toHaveLength(1);
          const [matcher] = matching;
          const [pattern] = matcher?.pattern ?? [];
          const groups = new RegExp(pattern?.regexp ?? "").exec(line) ?? [];
          expect(groups[pattern?.file ?? -1]).toBe(visible(source.path));
          expect(groups[pattern?.code ?? -1]).toBe(diagnostic.code);
          expect(groups[pattern?.message ?? -1]).toBe(visible(diagnostic.message));
          expect(groups[pattern?.severity ?? -1] ?? matcher?.severity).toBe(names[diagnostic.severity]);
        });
      }),
      { numRuns: 300 },
    );
  });

  // actions/runner, IssueMatcher.cs: another severity is an error there, and an owner may occur once.
  test("the problem matchers are what the runner accepts", () => {
    expect(new Set(matchers.map(({ owner }) => owner)).size).toBe(matchers.length);
    for (const { severity } of matchers)
      expect([undefined, "error", "warning", "notice"]).toContain(severity);
  });
});

describe("markdown", () => {
  test("has a row of four cells for each finding", () => {
    fc.assert(
      fc.property(arbitraryReport, (input) => {
        const printed = printMarkdown(input);
        expect(printed).not.toMatch(rawControl);
        const rows = printed.split("\n").filter((line) => /^\| (?:error|warning|info) /.test(line));
        expect(rows).toHaveLength(listFindings(input).length);
        for (const row of rows) expect(row.match(/(?<!\\)(?:\\\\)*\|/g)).toHaveLength(5);
      }),
      { numRuns: 300 },
    );
  });
});

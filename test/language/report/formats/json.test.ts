import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { printJson } from "../../../../src/language/report/formats/json/printJson.js";
import { printJsonLines } from "../../../../src/language/report/formats/json/printJsonLines.js";
import { reportLineSchema, reportSchema } from "../../../../src/language/report/formats/json/reportSchema.js";
import { printGitlab } from "../../../../src/language/report/formats/printGitlab.js";
import { printRdjson } from "../../../../src/language/report/formats/printRdjson.js";
import { printSarif } from "../../../../src/language/report/formats/sarif/printSarif.js";
import type { ReportInput } from "../../../../src/language/report/reportInput.js";
import { arbitraryReport, rawControl } from "../arbitraryReport.js";
import { checkSchema } from "../checkSchema.js";
import { readFormatsCase } from "../formatsCase.js";
import { fixturesRoot } from "../readCase.js";

type Schema = Record<string, unknown>;

function expectAlways(
  print: (input: ReportInput) => string,
  check: (printed: string, input: ReportInput) => void,
): void {
  check(print(readFormatsCase()), readFormatsCase());
  fc.assert(
    fc.property(arbitraryReport, (input) => {
      const printed = print(input);
      expect(printed.replace(/[\u{e0000}-\u{e007f}\u200c\u200d]/gu, "")).not.toMatch(rawControl);
      check(printed, input);
    }),
    { numRuns: 200 },
  );
}

test("the check itself sees what is wrong", () => {
  const schema = {
    type: "object",
    required: ["a"],
    properties: { a: { type: "integer", minimum: 1 } },
    additionalProperties: false,
  };
  expect(checkSchema(schema, { a: 1 })).toEqual([]);
  expect(checkSchema(schema, { a: 0 })).toEqual(["/a: is less than 1"]);
  expect(checkSchema(schema, { b: 1 })).toEqual(["/: lacks a", "/: has a property b"]);
});

describe("json", () => {
  test("fits its schema", () => {
    expectAlways(printJson, (printed) => {
      expect(checkSchema(reportSchema() as Schema, JSON.parse(printed))).toEqual([]);
    });
  });

  test("in lines fits the schema of a line", () => {
    expectAlways(printJsonLines, (printed, { files }) => {
      const lines = printed.split("\n").slice(0, -1);
      expect(lines).toHaveLength(files.flatMap(({ diagnostics }) => diagnostics).length);
      for (const line of lines)
        expect(checkSchema(reportLineSchema() as Schema, JSON.parse(line))).toEqual([]);
    });
  });

  test("keeps every message", () => {
    expectAlways(printJson, (printed, { files }) => {
      const messages = JSON.parse(printed).files.flatMap((file: { findings: { message: string }[] }) =>
        file.findings.map(({ message }) => message),
      );
      expect(messages).toEqual(files.flatMap(({ diagnostics }) => diagnostics.map(({ message }) => message)));
    });
  });
});

describe("sarif", () => {
  const part = JSON.parse(readFileSync(join(fixturesRoot, "schemas/sarif-part.json"), "utf8")) as Schema;

  test("fits the part of the schema that we write", () => {
    expectAlways(printSarif, (printed) => expect(checkSchema(part, JSON.parse(printed))).toEqual([]));
  });

  const official = process.env.MF_SARIF_SCHEMA;
  const reason = official ? "" : " (skipped: MF_SARIF_SCHEMA names no copy of sarif-schema-2.1.0.json)";
  test.skipIf(!official || !existsSync(official))(`fits the official schema${reason}`, () => {
    const schema = JSON.parse(readFileSync(official ?? "", "utf8")) as Schema;
    expectAlways(printSarif, (printed) => expect(checkSchema(schema, JSON.parse(printed))).toEqual([]));
  });

  // 3.11.5: a reader puts arguments into {n} and takes {{ for {.
  test("messages come back as they were", () => {
    expectAlways(printSarif, (printed, { files }) => {
      const found = files.flatMap(({ diagnostics }) => diagnostics);
      JSON.parse(printed).runs[0].results.forEach(
        ({ message }: { message: { text: string } }, index: number) => {
          expect(message.text.replaceAll("{{", "").replaceAll("}}", "")).not.toMatch(/[{}]/);
          const read = message.text.replaceAll("{{", "{").replaceAll("}}", "}").replaceAll("\\](", "](");
          expect(read.startsWith(found[index]?.message ?? "?")).toBe(true);
        },
      );
    });
  });

  test("rules and artifacts are where the indexes say", () => {
    const [run] = JSON.parse(printSarif(readFormatsCase())).runs;
    for (const { ruleId, ruleIndex, locations } of run.results) {
      if (ruleIndex !== undefined) expect(run.tool.driver.rules[ruleIndex].id).toBe(ruleId);
      const { uri, index } = locations[0].physicalLocation.artifactLocation;
      expect(run.artifacts[index].location.uri).toBe(uri);
    }
  });
});

describe("gitlab", () => {
  // docs.gitlab.com/ci/testing/code_quality: what a report must have, and the severities.
  const issue = {
    type: "object",
    required: ["description", "check_name", "fingerprint", "severity", "location"],
    properties: {
      description: { type: "string" },
      check_name: { type: "string" },
      fingerprint: { type: "string", pattern: "^[0-9a-f]{16}$" },
      severity: { enum: ["info", "minor", "major", "critical", "blocker"] },
      location: {
        type: "object",
        required: ["path", "lines"],
        properties: {
          path: { type: "string" },
          lines: {
            type: "object",
            required: ["begin"],
            properties: { begin: { type: "integer", minimum: 1 }, end: { type: "integer", minimum: 1 } },
          },
        },
      },
    },
  };

  test("fits what GitLab reads, and no fingerprint comes twice", () => {
    expectAlways(printGitlab, (printed) => {
      const issues = JSON.parse(printed) as { fingerprint: string }[];
      expect(checkSchema({ type: "array", items: issue }, issues)).toEqual([]);
      expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(issues.length);
    });
  });
});

describe("rdjson", () => {
  // reviewdog/proto/rdf/reviewdog.proto in proto3's JSON.
  const position = {
    type: "object",
    required: ["line", "column"],
    properties: { line: { type: "integer", minimum: 1 }, column: { type: "integer", minimum: 1 } },
    additionalProperties: false,
  };
  const range = {
    type: "object",
    required: ["start"],
    properties: { start: position, end: position },
    additionalProperties: false,
  };
  const text = { type: "string" };
  const result = {
    type: "object",
    required: ["source", "diagnostics"],
    properties: {
      source: {
        type: "object",
        required: ["name"],
        properties: { name: text, url: text },
        additionalProperties: false,
      },
      diagnostics: {
        type: "array",
        items: {
          type: "object",
          required: ["message", "location"],
          properties: {
            message: text,
            location: {
              type: "object",
              required: ["path"],
              properties: { path: text, range },
              additionalProperties: false,
            },
            severity: { enum: ["ERROR", "WARNING", "INFO"] },
            code: {
              type: "object",
              required: ["value"],
              properties: { value: text, url: text },
              additionalProperties: false,
            },
            suggestions: {
              type: "array",
              items: {
                type: "object",
                required: ["range", "text"],
                properties: { range, text },
                additionalProperties: false,
              },
            },
          },
          additionalProperties: false,
        },
      },
    },
    additionalProperties: false,
  };

  test("fits what reviewdog reads", () => {
    expectAlways(printRdjson, (printed) => expect(checkSchema(result, JSON.parse(printed))).toEqual([]));
  });
});

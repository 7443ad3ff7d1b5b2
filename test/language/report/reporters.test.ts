import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { reporters } from "../../../src/language/report/reporters.js";
import { expectFile } from "./expectFile.js";
import { formatsFolder, readFormatsCase } from "./formatsCase.js";

describe("the reporters", () => {
  test.each(Object.entries(reporters))("%s", (name, { report, extension }) => {
    expectFile(join(formatsFolder, `expected.${name}.${extension}`), report(readFormatsCase()));
  });

  test("say nothing of nothing", () => {
    const input = { ...readFormatsCase(), files: [] };
    expect(reporters.concise.report(input)).toBe("");
    expect(reporters.github.report(input)).toBe("");
    expect(reporters.jsonl.report(input)).toBe("");
    expect(JSON.parse(reporters.gitlab.report(input))).toEqual([]);
  });
});

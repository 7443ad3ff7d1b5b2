import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isMfError } from "../../src/base/errors.js";
import {
  detectModelNameProblem,
  isSameModelName,
  isValidModelName,
  manifestPathOf,
  parseBareModelName,
  parseModelName,
  printModelName,
  printShortestModelName,
  resolveModelName,
  tryModelNameOfPath,
} from "../../src/base/modelName.js";
import { parseModelReference } from "../../src/base/modelReference.js";
import { runCases } from "../support/conformance/names.js";

describe("recorded names", () => {
  it("agree with the peer in every field", async () => {
    const failed: unknown[] = [];
    let count = 0;
    for await (const result of runCases("fixtures/names/cases.jsonl")) {
      count++;
      if (!result.ok) failed.push(result);
    }
    expect(failed).toEqual([]);
    expect(count).toBe(185);
  });
});

describe("resolveModelName", () => {
  it.each([
    ["pine:", "tag is missing"],
    ["", "model is missing"],
    ["acorn.co/pine", 'namespace is not allowed: "acorn.co"'],
    ["localhost:5000/pine", 'namespace is not allowed: "localhost:5000"'],
    ["../pine", 'namespace is not allowed: ".."'],
  ])("refuses %j: %s", (text, reason) => {
    expect(() => resolveModelName(text)).toThrow(reason);
  });

  it("does not repeat control characters", () => {
    expect(() => resolveModelName("pi\u001b[2Jne")).toThrow("pi\\u{1b}[2Jne");
  });
});

describe("names", () => {
  const word = (extra: string, max: number) =>
    fc
      .tuple(
        fc.constantFrom(..."abzAZ09_"),
        fc.string({ unit: fc.constantFrom(..."abzAZ09_-", ...extra), maxLength: max - 1 }),
      )
      .map(([first, rest]) => first + rest);
  const names = fc.record({
    scheme: fc.constant("https"),
    host: word(".:", 350),
    namespace: word("", 80),
    model: word(".", 80),
    tag: word(".", 80),
  });

  it("print and parse back", () => {
    fc.assert(
      fc.property(names, (name) => {
        expect(parseModelName(printModelName(name))).toEqual(name);
        expect(isSameModelName(parseModelName(printShortestModelName(name)), name)).toBe(true);
        expect(tryModelNameOfPath(manifestPathOf(name))).toEqual(name);
      }),
    );
  });

  it("never lead out of the manifests folder, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const name = parseModelName(text);
        if (!isValidModelName(name)) {
          expect(detectModelNameProblem(name)).toBeDefined();
          expect(() => manifestPathOf(name)).toThrow();
          return;
        }
        for (const part of manifestPathOf(name)) expect(part).toMatch(/^[A-Za-z0-9_][\w.:-]*$/);
      }),
    );
  });

  it("differ in case only and are the same", () => {
    expect(isSameModelName(parseModelName("Pine:7B"), parseModelName("LIBRARY/pine:7b"))).toBe(true);
    expect(isSameModelName(parseModelName("pine:7b"), parseModelName("pine:8b"))).toBe(false);
  });

  it("keep an absent part apart from an empty one", () => {
    expect(parseBareModelName("pine").tag).toBe("");
    expect(parseBareModelName("pine:").tag).toBe("!MISSING!");
  });
});

describe("parseModelReference", () => {
  it("refuses a suffix with nothing before it", () => {
    try {
      parseModelReference(" :cloud ");
      expect.unreachable();
    } catch (error) {
      expect(isMfError(error, "MF_E_NAME_INVALID")).toBe(true);
    }
  });
});

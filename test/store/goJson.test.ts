import { readFile } from "node:fs/promises";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type JsonObject, type JsonValue, printGoJson, printGoMapJson } from "../../src/store/goJson.js";
import { modelIdOf } from "../../src/store/manifest.js";

interface Recorded {
  readonly kind: "number" | "string" | "map" | "id";
  readonly in: string;
  readonly out: string;
}

async function readCases(kind: Recorded["kind"]): Promise<Recorded[]> {
  const lines = (await readFile("fixtures/store/go-json/cases.jsonl", "utf8")).trim().split("\n");
  return lines.map((line) => JSON.parse(line) as Recorded).filter((recorded) => recorded.kind === kind);
}

describe("printGoJson", () => {
  it.each(["number", "string"] as const)("writes a %s as Go does", async (kind) => {
    const cases = await readCases(kind);
    expect(cases.length).toBeGreaterThan(5);
    for (const { in: text, out } of cases) expect(printGoJson(JSON.parse(text) as JsonValue)).toBe(out);
  });

  it("sorts a map's keys as Go does", async () => {
    for (const { in: text, out } of await readCases("map")) {
      expect(printGoMapJson(JSON.parse(text) as JsonObject)).toBe(out);
    }
  });

  it("keeps a struct's order and leaves absent members out", () => {
    expect(printGoJson({ z: 1, a: undefined, b: "<" })).toBe('{"z":1,"b":"\\u003c"}\n');
  });

  it("parses back to the same value", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(printGoJson(value as JsonValue))).toEqual(value);
      }),
    );
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])("refuses %d", (value) => {
    expect(() => printGoJson({ value })).toThrow("cannot be written as JSON");
  });
});

describe("modelIdOf", () => {
  it("covers what Go's decoder has read, around the boundaries of its buffer", async () => {
    const cases = await readCases("id");
    expect(cases.length).toBe(90);
    for (const { in: text, out } of cases) {
      const [length = 0, newlines = 0] = text.split(" ").map(Number);
      const json = `{"p":"${"x".repeat(length - '{"p":""}'.length)}"}${"\n".repeat(newlines)}`;
      expect(modelIdOf(Buffer.from(json)), text).toBe(out);
    }
  });
});

import { describe, expect, it } from "vitest";
import { parseMetadataOverride } from "../../../../src/weights/quantize/plan/parseMetadataOverride.js";

describe("parseMetadataOverride", () => {
  it.each([
    ["a.b=int:7", { type: "u32", value: 7 }],
    ["a.b=int:-5", { type: "u32", value: 5 }],
    ["a.b=float:0.1", { type: "f32", value: Math.fround(0.1) }],
    ["a.b=bool:false", { type: "bool", value: false }],
    ["a.b=str:x=int:1", { type: "string", value: "x=int:1" }],
    ["a.b=str:", { type: "string", value: "" }],
  ])("reads %s", (text, value) => {
    expect(parseMetadataOverride(text)).toEqual({ key: "a.b", value });
  });

  it.each([
    "",
    "a",
    "a=7",
    "=int:7",
    "a=int:1.5",
    "a=int:4294967296",
    "a=float:",
    "a=float:NaN",
    "a=bool:yes",
    `a=str:${"x".repeat(128)}`,
  ])("refuses %j", (text) => {
    expect(() => parseMetadataOverride(text)).toThrowError(
      expect.objectContaining({ code: "MF_E_METADATA_OVERRIDE" }),
    );
  });
});

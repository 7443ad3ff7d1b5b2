import { describe, expect, it } from "vitest";
import {
  parseTensorTypeOverride,
  parseTensorTypeOverrides,
} from "../../../../src/weights/quantize/recipe/parseTensorTypeOverride.js";

describe("parseTensorTypeOverride", () => {
  it("lower-cases the pattern and takes types in any case", () => {
    const { pattern, type } = parseTensorTypeOverride("BLK\\.[0-2]\\.ATTN_V=Q8_0");
    expect(type.name).toBe("q8_0");
    expect(pattern.test("blk.1.attn_v.weight")).toBe(true);
    expect(pattern.test("blk.3.attn_v.weight")).toBe(false);
  });

  it("splits at the last equals sign", () => {
    expect(parseTensorTypeOverride("(?=attn)attn_k=q6_k").type.name).toBe("q6_K");
  });

  it.each(["", "attn_v", "=q8_0", "attn_v=", "attn_v=q9", "(=q8_0"])("refuses %j", (text) => {
    expect(() => parseTensorTypeOverride(text)).toThrowError(
      expect.objectContaining({ code: "MF_E_TENSOR_TYPE_OVERRIDE" }),
    );
  });

  it("reads many", () => {
    expect(parseTensorTypeOverrides(" a=q8_0\n\tb=f16 ").map(({ type }) => type.name)).toEqual([
      "q8_0",
      "f16",
    ]);
    expect(parseTensorTypeOverrides("")).toEqual([]);
  });
});

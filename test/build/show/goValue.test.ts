import { describe, expect, it } from "vitest";
import { printGoFloat, printGoSyntax, printGoValue } from "../../../src/build/show/goValue.js";

// What `fmt.Printf("%v", x)` of Go 1.26 prints for float64 values.
describe("printGoFloat", () => {
  it.each([
    [0, "0"],
    [-0, "-0"],
    [3, "3"],
    [0.5, "0.5"],
    [-1.25, "-1.25"],
    [100000, "100000"],
    [999999, "999999"],
    [1e6, "1e+06"],
    [1048576, "1.048576e+06"],
    [123456.789, "123456.789"],
    [1234567.5, "1.2345675e+06"],
    [0.0001, "0.0001"],
    [0.00001, "1e-05"],
    [1e-7, "1e-07"],
    [3.4e38, "3.4e+38"],
    [1e100, "1e+100"],
    [9007199254740992, "9.007199254740992e+15"],
  ])("%d is %s", (value, text) => expect(printGoFloat(value)).toBe(text));
});

// `%v` and `%#v` of what encoding/json decodes.
describe("printGoValue", () => {
  it.each([
    [null, "<nil>", "<nil>"],
    [true, "true", "true"],
    ["a b", "a b", '"a b"'],
    [[1, "a", null], "[1 a <nil>]", "[1 a <nil>]"],
    ['tab\t"\\\n', 'tab\t"\\\n', '"tab\\t\\"\\\\\\n"'],
    ["\u0007\u0001\u007f", "\u0007\u0001\u007f", '"\\a\\x01\\x7f"'],
    ["é\u00a0\u200b🌲", "é\u00a0\u200b🌲", '"é\\u00a0\\u200b🌲"'],
    ["\u{e0001}", "\u{e0001}", '"\\U000e0001"'],
  ])("%j", (value, plain, syntax) => {
    expect(printGoValue(value)).toBe(plain);
    expect(printGoSyntax(value)).toBe(syntax);
  });
});

import { expect, test } from "vitest";
import { lintModelfile } from "../../../src/language/lint/lintModelfile.js";
import { tryParseOllamaRange } from "../../../src/language/lint/ollamaVersion.js";

function codes(text: string, range: string): string[] {
  const ollama = tryParseOllamaRange(range);
  if (!ollama) throw new Error(`${range} is no range`);
  return lintModelfile(text, { ollama }).diagnostics.map(({ code }) => code);
}

test.each([
  ["mirostat still works before 0.7", "PARAMETER mirostat 1", "0.6.8", []],
  ["and not in a range that reaches further", "PARAMETER mirostat 1", ">=0.6.8 <0.9", ["MF202"]],
  ["DRAFT is new in 0.23.1", "DRAFT ./draft.gguf", "0.23.0", ["MF510"]],
  ["and known from then on", "DRAFT ./draft.gguf", "0.23.1", []],
  ["the oldest version of a range decides", "PARAMETER min_p 0.05", ">=0.3 <0.33", ["MF510"]],
  [
    "a renderer may be gone in newer versions",
    "RENDERER laguna-v8\nPARSER laguna-v8",
    "0.33",
    ["MF506", "MF507"],
  ],
  ["and there in the one that is meant", "RENDERER laguna-v8\nPARSER laguna-v8", "0.32.2", []],
])("%s", (_, line, range, expected) => {
  expect(codes(`FROM ./pine.gguf\n${line}\n`, range)).toEqual(expected);
});

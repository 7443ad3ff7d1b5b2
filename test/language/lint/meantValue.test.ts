import fc from "fast-check";
import { expect, test } from "vitest";
import { explainWrongValue } from "../../../src/language/lint/meantValue.js";
import { isInRange } from "../../../src/language/lint/parameterRange.js";
import { parameters } from "../../../src/language/modelfile/parameters.js";
import { tryParseParameterValue } from "../../../src/language/modelfile/parameterValue.js";

test("what is proposed for a wrong value is taken by Ollama and has a meaning", () => {
  const sloppy = fc.stringMatching(
    /^['"=: ]?[+-]?[0-9]{0,4}[.,_ ]?[0-9]{0,3}(e[0-9]{1,2}|k|K|m|%| tokens|;|,|')?$/,
  );
  const anything = fc.oneof(sloppy, fc.string(), fc.constantFrom("yes", "NO", "On", "tRue", "0x10", "1e400"));
  fc.assert(
    fc.property(fc.constantFrom(...parameters), anything, (info, text) => {
      if (tryParseParameterValue(info, text)) return;
      const { problem, instead } = explainWrongValue(info, text);
      expect(problem).not.toBe("");
      if (!instead) return;
      const value = tryParseParameterValue(info, instead.text);
      expect(value, instead.text).toBeDefined();
      if (value) expect(isInRange(info, value)).toBe(true);
      expect(instead.text).toMatch(/^\S+$/);
    }),
    { numRuns: 2000 },
  );
});

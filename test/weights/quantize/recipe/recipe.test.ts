import { describe, expect, it } from "vitest";
import type { CaseResult } from "../../../support/conformance/caseResult.js";
import { runRecipeCases } from "../../../support/conformance/quantize.js";

const isLong = process.env.MF_LONG === "1";

/** A mixture of experts, a fallback for every row, an untied and a tied model: the rest differs in rules only. */
const written = new Set(["mixtral8-split-3", "llama-e80", "llama-dense8", "bert-6"]);

describe("llama-quantize's recorded runs", () => {
  it(`plans all of them alike and writes ${isLong ? "all" : "a sample"} byte for byte`, async () => {
    const results: CaseResult[] = [];
    for await (const result of runRecipeCases(
      "fixtures/quantize/recipe",
      (golden) => isLong || written.has(golden.model),
    )) {
      results.push(result);
      if (!result.ok) expect.soft(result.got, result.id).toEqual(result.want);
    }
    expect(results).toHaveLength(1396);
    // Unjudged are only the bytes of types that need ggml's own library.
    for (const { id } of results.filter(({ skipped }) => skipped !== undefined)) {
      expect(id).toMatch(/ IQ[123]_[A-Z]+|iq2_xxs/);
    }
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Diagnostic } from "../../../src/language/diagnostics/diagnostic.js";
import { applyFixes } from "../../../src/language/lint/applyFixes.js";
import { findSilenced } from "../../../src/language/lint/findSilenced.js";
import { type LintOptions, lintModelfile } from "../../../src/language/lint/lintModelfile.js";
import type { Pragma, PragmaRule } from "../../../src/language/lint/pragmas.js";

/** `MF202@3`: the findings of a text with the lines they start in. */
function findings(lines: readonly string[], options: LintOptions = {}): string[] {
  const { tree, diagnostics } = lintModelfile(`${lines.join("\n")}\n`, options);
  return diagnostics.map(({ code, span }) => `${code}@${tree.source.lines.positionAt(span.start).line + 1}`);
}

function fixedText(lines: readonly string[]): string {
  let text = `${lines.join("\n")}\n`;
  for (let round = 0; round < 10; round++) {
    const fixed = applyFixes(text, lintModelfile(text).diagnostics, "safe");
    if (fixed.applied === 0) break;
    text = fixed.text;
  }
  return text;
}

describe("ignore", () => {
  test("reaches the next instruction and no further", () => {
    expect(
      findings([
        "FROM llama3.2:3b",
        "# mf: ignore[MF202] kept for old versions",
        "PARAMETER mirostat 1",
        "PARAMETER mirostat_tau 5",
      ]),
    ).toEqual(["MF202@4"]);
  });

  test("reaches over comments, other pragmas and empty lines", () => {
    expect(
      findings([
        "FROM llama3.2:3b",
        "# mf: ignore[MF202] kept for old versions",
        "",
        "# a comment",
        "# mf: ignore[MF206] both are shown",
        "PARAMETER mirostat 1",
        "# mf: ignore[MF206] the first is an example",
        "PARAMETER top_k 10",
        "PARAMETER top_k 20",
      ]),
    ).toEqual(["MF902@5"]);
  });

  test("reaches every line of a value", () => {
    expect(
      findings([
        "FROM llama3.2:3b",
        "# mf: ignore[MF410] the text is about templates",
        'SYSTEM """',
        "Explain {{ .Prompt }}.",
        '"""',
      ]),
    ).toEqual([]);
  });

  test("silences by name as by number, and only what it names", () => {
    expect(
      findings([
        "FROM llama3.2:3b",
        "# mf: ignore[parameter-out-of-range] wanted",
        "PARAMETER temperature 3",
        "# mf: ignore[MF202] something else",
        "PARAMETER top_p 2",
      ]),
    ).toEqual(["MF902@4", "MF204@5"]);
  });

  test("speaks of nothing at the end of a file", () => {
    expect(findings(["FROM llama3.2:3b", "# mf: ignore[MF202] nothing follows"])).toEqual(["MF902@2"]);
  });

  test("cannot silence what Ollama refuses", () => {
    expect(findings(["FROM llama3.2:3b", "# mf: ignore[MF201] please", "PARAMETER max_tokens 1"])).toEqual([
      "MF902@2",
      "MF201@3",
    ]);
  });

  test("is text inside a value", () => {
    expect(
      findings(["FROM llama3.2:3b", 'SYSTEM """', "# mf: ignore[MF202] x", '"""', "PARAMETER mirostat 1"]),
    ).toEqual(["MF202@5"]);
  });
});

describe("ignore-file", () => {
  test.each([0, 1, 3])("reaches the whole file from line %i", (at) => {
    const lines = ["FROM llama3.2:3b", "PARAMETER mirostat 1", "PARAMETER mirostat_tau 5"];
    lines.splice(at, 0, "# mf: ignore-file[MF202] kept for old versions");
    expect(findings(lines)).toEqual([]);
  });
});

describe("disable", () => {
  const body = ["PARAMETER temperature 3", "PARAMETER top_p 2"];

  test("reaches to the end of the file", () => {
    expect(findings(["FROM llama3.2:3b", "# mf: disable[MF204] wanted", ...body])).toEqual([]);
  });

  test("does not reach back", () => {
    expect(
      findings(["FROM llama3.2:3b", body[0] ?? "", "# mf: disable[MF204] wanted", body[1] ?? ""]),
    ).toEqual(["MF204@2"]);
  });

  test("ends at enable, by number or by name", () => {
    expect(
      findings([
        "FROM llama3.2:3b",
        "# mf: disable[MF204] wanted",
        body[0] ?? "",
        "# mf: enable[parameter-out-of-range]",
        body[1] ?? "",
      ]),
    ).toEqual(["MF204@5"]);
  });

  test("ends for each rule alone", () => {
    expect(
      findings([
        "FROM llama3.2:3b",
        "# mf: disable[MF204, MF202] wanted",
        "PARAMETER temperature 3",
        "PARAMETER mirostat 1",
        "# mf: enable[MF204]",
        "PARAMETER top_p 2",
        "PARAMETER mirostat_eta 1",
      ]),
    ).toEqual(["MF204@6"]);
  });

  test("can start again", () => {
    expect(
      findings([
        "FROM llama3.2:3b",
        "# mf: disable[MF204] wanted",
        "PARAMETER temperature 3",
        "# mf: enable[MF204]",
        "PARAMETER top_p 2",
        "# mf: disable[MF204] wanted",
        "PARAMETER min_p 2",
      ]),
    ).toEqual(["MF204@5"]);
  });

  test("goes with its enable when it is not needed", () => {
    expect(
      fixedText([
        "FROM llama3.2:3b",
        "# mf: disable[MF204] wanted",
        "PARAMETER top_k 20",
        "# mf: enable[MF204]",
      ]),
    ).toBe("FROM llama3.2:3b\nPARAMETER top_k 20\n");
  });
});

describe("what is unused", () => {
  test("an enable without a disable is", () => {
    expect(findings(["FROM llama3.2:3b", "# mf: enable[MF204]"])).toEqual(["MF902@2"]);
  });

  test("a rule that is switched off may be named", () => {
    const lines = ["FROM llama3.2:3b", "# mf: ignore[MF202] kept", "PARAMETER mirostat 1"];
    expect(findings(lines, { severities: new Map([["MF202", "off"]]) })).toEqual([]);
  });

  test("a rule that could not look at the weights may be named", () => {
    const lines = ["FROM ./pine.gguf", "# mf: ignore[MF212] scaled later", "PARAMETER num_ctx 65536"];
    expect(findings(lines)).toEqual([]);
    const peek = {
      findPath: () =>
        ({
          kind: "file",
          format: "gguf",
          sizeBytes: 1,
          gguf: { kind: "model", architecture: "llama", contextLength: 131072 },
        }) as const,
      findModel: () => undefined,
    };
    expect(findings(lines, { peek })).toEqual(["MF902@2"]);
  });

  test("pragmas cannot silence what is said of pragmas", () => {
    expect(findings(["# mf: ignore-file[MF902] quiet", "FROM llama3.2:3b"])).toEqual(["MF902@1"]);
  });

  test("each idle rule is taken out of its list, and the line with the last", () => {
    const used = ["# mf: ignore[MF204, nothing, MF202, MF206] kept", "PARAMETER mirostat 1"];
    expect(fixedText(["FROM llama3.2:3b", ...used])).toBe(
      "FROM llama3.2:3b\n# mf: ignore[MF202] kept\nPARAMETER mirostat 1\n",
    );
    expect(fixedText(["FROM llama3.2:3b", "# mf: ignore[MF204, MF206] kept", "SYSTEM Be brief."])).toBe(
      "FROM llama3.2:3b\nSYSTEM Be brief.\n",
    );
  });
});

describe("what is no pragma", () => {
  test.each([
    ["# mf: ignore MF202"],
    ["# mf: ignore[]"],
    ["# mf: ignore[ , ]"],
    ["# mf: ignore[MF202"],
    ["# mf: Ignore[MF202]"],
    ["#mf:"],
  ])("%s is malformed", (comment) => {
    expect(findings(["FROM llama3.2:3b", comment])).toEqual(["MF903@2"]);
  });

  test.each([["# about mf: ignore[MF202]"], ["# mf ignore[MF202]"], ["# MF: ignore[MF202]"]])(
    "%s is a comment",
    (comment) => {
      expect(findings(["FROM llama3.2:3b", comment])).toEqual([]);
    },
  );

  test("with pragmas switched off nothing is silenced", () => {
    const lines = ["FROM llama3.2:3b", "# mf: ignore[MF202] kept", "PARAMETER mirostat 1", "# mf: nonsense"];
    expect(findings(lines, { allowPragmas: false })).toEqual(["MF904@2", "MF202@3", "MF904@4"]);
  });

  test("another tool's file has none", () => {
    expect(
      findings(["# mf: ignore[MF202] x", "NAME pine", "ARCH transformer", "CONFIG config.json"]),
    ).toEqual(["MF012@2"]);
  });
});

describe("findSilenced", () => {
  const place = fc.nat(40);
  const span = fc.tuple(place, place).map(([a, b]) => ({ start: Math.min(a, b), end: Math.max(a, b) }));
  const code = fc.constantFrom("MF202", "MF204");

  test("says what looking at every pair says", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ code, span })),
        fc.array(fc.record({ text: code, reach: span })),
        (places, reaches) => {
          const found = places.map(
            (one): Diagnostic => ({ ...one, rule: "", severity: "info", message: "" }),
          );
          const rules = reaches.map((one): PragmaRule => ({ ...one, span: one.reach }));
          const pragmas = rules.map(
            (rule): Pragma => ({
              kind: "ignore",
              rules: [rule],
              reason: "",
              span: rule.span,
              reach: rule.reach,
            }),
          );
          const isIn = (rule: PragmaRule, { code, span }: Diagnostic): boolean =>
            rule.text === code && rule.reach.start <= span.start && span.start <= rule.reach.end;
          const { silenced, used } = findSilenced(found, pragmas);
          expect(found.map((one) => silenced.has(one))).toEqual(
            found.map((one) => rules.some((rule) => isIn(rule, one))),
          );
          expect(rules.map((rule) => used.has(rule))).toEqual(
            rules.map((rule) => found.some((one) => isIn(rule, one))),
          );
        },
      ),
    );
  });
});

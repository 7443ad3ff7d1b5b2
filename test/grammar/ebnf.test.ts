import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { instructionNames, messageRoles } from "../../src/language/modelfile/instructions.js";
import { parseModelfile } from "../../src/language/modelfile/parseModelfile.js";
import { readAsOllama } from "../../src/language/modelfile/readAsOllama.js";
import { openSource } from "../../src/language/text/sourceFile.js";
import { arbitraryDerivation } from "../support/grammar/arbitraryDerivation.js";
import { readEbnf } from "../support/grammar/ebnf.js";
import { derives } from "../support/grammar/recognize.js";
import { arbitraryText } from "../support/modelfile/arbitraryModelfile.js";

/**
 * grammar/modelfile.ebnf stands between two judges: the recordings say what Ollama accepts, and the parser has to
 * agree with the grammar on every text, which random ones look for.
 */
const root = join(import.meta.dirname, "../..");
const grammar = readEbnf(readFileSync(join(root, "grammar/modelfile.ebnf"), "utf8"));

interface Recorded {
  readonly id: string;
  readonly bytes_b64: string;
  readonly parse: { readonly ok: boolean };
}

const recorded = readFileSync(join(root, "fixtures/modelfile/cases.jsonl"), "utf8")
  .split("\n")
  .filter(Boolean)
  .map((line) => JSON.parse(line) as Recorded)
  .map(({ id, bytes_b64, parse }) => {
    const { text } = openSource(new Uint8Array(Buffer.from(bytes_b64, "base64")));
    return { id, text, isAccepted: parse.ok };
  });

/** Without a partner a surrogate is no character; decoders give U+FFFD for it. */
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, "\ufffd");
}

function isAcceptedByParser(text: string): boolean {
  return readAsOllama(parseModelfile(text)).kind === "ok";
}

describe("what Ollama was recorded to accept and to refuse", () => {
  test("is what the grammar derives", () => {
    const wrong = recorded.filter(({ text, isAccepted }) => derives(grammar, "File", text) !== isAccepted);
    expect(wrong.map(({ id, isAccepted }) => `${id} is ${isAccepted ? "accepted" : "refused"}`)).toEqual([]);
  });

  test("both kinds are there", () => {
    expect(recorded.filter(({ isAccepted }) => isAccepted).length).toBeGreaterThan(100);
    expect(recorded.filter(({ isAccepted }) => !isAccepted).length).toBeGreaterThan(40);
  });
});

/** The rules of the grammar that are tokens of the lexer, by their names there. */
const tokenNames: Readonly<Record<string, string>> = {
  FromWord: "CommandWord",
  Model: "ParameterName",
  ...Object.fromEntries(
    [
      "Comment",
      "CommandWord",
      "ParameterWord",
      "MessageWord",
      "Separator",
      "ParameterName",
      "Role",
      "Value",
    ].map((name) => [name, name]),
  ),
};

describe("texts that the grammar derives", () => {
  const derivations = arbitraryDerivation(grammar, "File", (rule) => Object.hasOwn(tokenNames, rule));

  test("have no problem for the parser, and its tokens are the grammar's", () => {
    const names = new Set(Object.values(tokenNames));
    fc.assert(
      fc.property(derivations, ({ text, places }) => {
        const tree = parseModelfile(text);
        expect(
          tree.items.flatMap((item) => ("problem" in item && item.problem ? [item.problem] : [])),
        ).toEqual([]);
        expect(readAsOllama(tree).kind).toBe("ok");
        const tokens = tree.tokens
          .filter(({ tokenType }) => names.has(tokenType.name))
          .map(({ tokenType, startOffset, image }) => [
            tokenType.name,
            startOffset,
            startOffset + image.length,
          ]);
        const wanted = places.map(({ rule, start, end }) => [tokenNames[rule], start, end]);
        const isFilled = ([, start, end]: readonly unknown[]) => start !== end;
        expect(tokens.filter(isFilled)).toEqual(wanted.filter(isFilled));
      }),
      { numRuns: 300 },
    );
  });

  test("and those that are one edit away: grammar and parser agree", () => {
    const edit = fc.tuple(
      fc.nat(),
      fc.nat(3),
      fc.constantFrom("", "\n", '"', " ", "\r", "x", "#", "\u200b", "FROM "),
    );
    fc.assert(
      fc.property(derivations, edit, ({ text }, [at, removed, added]) => {
        const start = at % (text.length + 1);
        const edited = wellFormed(text.slice(0, start) + added + text.slice(start + removed));
        expect(derives(grammar, "File", edited)).toBe(isAcceptedByParser(edited));
      }),
      { numRuns: 300 },
    );
  });
});

/** Where one small change of the grammar shows, and chance seldom looks. */
const corners = [
  'FROM x\nSYSTEM """a"""\nb"""',
  'FROM x\nSYSTEM """a"""\n"""',
  'FROM x\nSYSTEM "a"\nbc"',
  'FROM x\nSYSTEM "\u200b\0"" a "',
  'FROM x\nSYSTEM """a""" \u200b\t',
  'FROM x\nSYSTEM """a" ""',
  'FROM x\nSYSTEM "\u200b\0"\u200b"a"\u200b"\u200b\0"',
  'FROM x\nSYSTEM """""',
  'FROM x\nSYSTEM """a""\n"',
  'FROM x\nSYSTEM \u200b"a',
  'FROM x\nSYSTEM "a\u200b',
  "FROM x\n\0\0SYSTEM a",
  "\0\0FROM x",
  "FROM x\n\0\0PARAMETER a b",
  "FROM x\n\0\0MESSAGE user b",
  "FROM x\nPARAMETER  a",
  "\ufeff\ufeffFROM x",
  "\ufeff\ufeff\ufeffFROM x",
  "\ufeff\ufeff# c\nFROM x",
  "PARAMETER model x",
  "PARAMETER Model x",
  "FROM x\nſYSTEM a",
];

test("whatever the text: grammar and parser agree", () => {
  fc.assert(
    fc.property(arbitraryText, (text) => {
      const read = wellFormed(text);
      expect(derives(grammar, "File", read)).toBe(isAcceptedByParser(read));
    }),
    { numRuns: 1000, examples: corners.map((text) => [text]) },
  );
});

test("the grammar has a word for every instruction and every role", () => {
  for (const name of instructionNames) {
    expect(
      derives(grammar, "Instruction", `${name} user x`) || derives(grammar, "From", `${name} x`),
      name,
    ).toBe(true);
  }
  for (const role of messageRoles) expect(derives(grammar, "Role", role), role).toBe(true);
});

test("every rule is used", () => {
  const text = readFileSync(join(root, "grammar/modelfile.ebnf"), "utf8").replace(/\/\*[\s\S]*?\*\//g, "");
  for (const rule of grammar.keys()) {
    if (rule !== "File")
      expect(text.match(new RegExp(`\\b${rule}\\b`, "g"))?.length, rule).toBeGreaterThan(1);
  }
});

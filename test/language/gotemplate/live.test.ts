import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { type GoTemplateCase, runCase } from "../../support/conformance/gotemplate.js";
import { openOracle } from "../../support/gotemplate/oracle.js";
import type { TypedJson } from "../../support/gotemplate/readValue.js";

/** The same templates and values through Go's own text/template. */
const oracle = openOracle();
const skipped = oracle.kind === "absent" ? `skipped: ${oracle.reason}` : "";

function compareWithGo(cases: readonly GoTemplateCase[]): void {
  if (oracle.kind === "absent") return;
  const outcomes = oracle.run(cases);
  expect(outcomes.length).toBe(cases.length);
  const differing = cases.flatMap((one, i) => {
    const go = outcomes[i];
    if (go === undefined || go.panic !== undefined) return [];
    const ours = runCase(one);
    return sorted(ours) === sorted(go) ? [] : [{ template: one.template, data: one.data, ours, go }];
  });
  expect(differing).toEqual([]);
}

/** Fields in one order: `defined` is a map in Go. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

function caseOf(template: string, data: TypedJson, functions: readonly string[] = []): GoTemplateCase {
  return { id: template, name: "t", template, data, funcs: functions };
}

/** A fixed seed: the same cases in every run. */
function sample<T>(arbitrary: fc.Arbitrary<T>, count: number): T[] {
  return fc.sample(arbitrary, { seed: 1, numRuns: count });
}

const texts = fc.constantFrom("", "a", "héy", "日本", "🌍", "<b>&\"'", "\t\n", "`q`", "\u0000", "\u2028");
const floats = fc.constantFrom(
  "0",
  "-0",
  "1",
  "0.5",
  "2.5",
  "1e6",
  "1e21",
  "1e-7",
  "0.1",
  "NaN",
  "+Inf",
  "-Inf",
);
const scalars: fc.Arbitrary<TypedJson> = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.integer({ min: -300, max: 300 }),
  texts,
  floats.map((v) => ({ $: "float64", v })),
  fc.nat(255).map((v) => ({ $: "uint8", v })),
  fc.integer({ min: -9, max: 9 }).map((v) => ({ $: "int64", v })),
  texts.map((v) => ({ $: "main.MyStr", v })),
  fc.nat(3).map((v) => ({ $: "main.Color", v })),
);
const values: fc.Arbitrary<TypedJson> = fc.oneof(
  { weight: 3, arbitrary: scalars },
  fc.array(scalars, { maxLength: 3 }),
  fc.dictionary(fc.constantFrom("a", "b", "é"), scalars, { maxKeys: 3 }),
  texts.map((Name) => ({ $: "main.Person", v: { Name, Age: 7 } })),
  fc.constant({ $: "nilptr", elem: "main.Person" }),
  fc.constant({ $: "bytes", v: [104, 195, 169, 255] }),
);

const fields = fc.constantFrom(
  ".a",
  ".b",
  ".l",
  ".p.Name",
  ".p.Age",
  ".none",
  ".none.x",
  ".p.Nope",
  ".l.x",
  ".",
);
const literals = fc.constantFrom(
  "1",
  "-1",
  "1.5",
  '"x"',
  "'a'",
  "nil",
  "true",
  "0x1F",
  "1e3",
  "$",
  "(len .l)",
);
const operands = fc.oneof(fields, literals);
const calls = fc
  .tuple(
    fc.constantFrom(
      "eq",
      "ne",
      "lt",
      "le",
      "and",
      "or",
      "not",
      "len",
      "index",
      "slice",
      "print",
      "html",
      "add",
    ),
    fc.array(operands, { minLength: 1, maxLength: 3 }),
  )
  .map(([name, args]) => [name, ...args].join(" "));
const pipes = fc
  .tuple(fc.oneof(operands, calls), fc.constantFrom("", "", "", " | len", " | print", " | eq 1", " | not"))
  .map((parts) => parts.join(""));
const { statement } = fc.letrec<{ statement: string; body: string }>((tie) => ({
  statement: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    pipes.map((pipe) => `{{${pipe}}}`),
    fc.constantFrom("text", " \n", "{{- 1 -}}", "{{/* c */}}"),
    fc.tuple(pipes, tie("body"), tie("body")).map(([pipe, a, b]) => `{{if ${pipe}}}${a}{{else}}${b}{{end}}`),
    fc.tuple(pipes, tie("body")).map(([pipe, a]) => `{{with $w := ${pipe}}}${a}{{$w}}{{end}}`),
    fc.tuple(fields, tie("body")).map(([pipe, a]) => `{{range $i, $e := ${pipe}}}${a}{{$i}}={{$e}}{{end}}`),
  ),
  body: fc.array(tie("statement"), { maxLength: 2 }).map((parts) => parts.join("")),
}));

afterAll(() => {
  if (oracle.kind === "ready") oracle.close();
});

describe.skipIf(oracle.kind === "absent")(`against Go ${skipped}`, () => {
  test("templates made at random", () => {
    const data = fc.record({ a: values, b: values, l: fc.array(values, { maxLength: 3 }), p: values });
    const cases = sample(fc.tuple(statement, data), 600).map(([template, root]) =>
      caseOf(template, root, ["add"]),
    );
    compareWithGo(cases);
  });

  test("templates broken at random", () => {
    const broken = fc
      .tuple(
        statement,
        fc.nat(200),
        fc.constantFrom("{{", "}}", " ", "-", "|", "$x", "(", ")", '"', "`", "1_", "é"),
      )
      .map(([text, at, piece]) => text.slice(0, at) + piece + text.slice(at + 1));
    compareWithGo(sample(broken, 600).map((template) => caseOf(template, { a: 1, b: "x", l: [] })));
  });

  test("format verbs with flags, width and precision", () => {
    const verb = fc
      .tuple(
        fc.constantFrom("", "#", "+", "-", " ", "0", "#+", "-0"),
        fc.constantFrom("", "6", "*", "[2]", "[1]*"),
        fc.constantFrom("", ".", ".2", ".0", ".*"),
        fc.constantFrom(..."vsdqxXtTbcoOUeEfFgGw%!z"),
      )
      .map((parts) => `%${parts.join("")}`);
    const cases = sample(fc.tuple(verb, verb, values, values), 800).map(([first, second, a, b]) =>
      caseOf(`{{printf "${first}|${second}" .a .b}}`, { a, b }),
    );
    compareWithGo(cases);
  });

  test("what is printable, for every code point", () => {
    const cases: GoTemplateCase[] = [];
    for (let start = 0; start < 0x110000; start += 0x2000) {
      const runes = Array.from({ length: 0x2000 }, (_, i) => start + i).filter(
        (r) => r < 0xd800 || r > 0xdfff,
      );
      if (runes.length === 0) continue;
      cases.push(caseOf('{{printf "%q" .}}', runes.map((rune) => String.fromCodePoint(rune)).join("")));
    }
    compareWithGo(cases);
  });

  test("what may stand in a name", () => {
    const runes = sample(
      fc.oneof(fc.integer({ min: 0x80, max: 0xffff }), fc.integer({ min: 0x10000, max: 0x10ffff })),
      1500,
    );
    const cases = runes
      .filter((rune) => rune < 0xd800 || rune > 0xdfff)
      .map((rune) => caseOf(`{{.${String.fromCodePoint(rune)}}}`, {}));
    compareWithGo(cases);
  });
});

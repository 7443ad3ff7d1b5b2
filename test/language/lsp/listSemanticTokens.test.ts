import fc from "fast-check";
import { expect, test } from "vitest";
import { listSemanticTokens } from "../../../src/language/lsp/requests/listSemanticTokens.js";
import { openMarked } from "../../support/lsp/marked.js";
import { arbitraryText } from "../../support/modelfile/arbitraryModelfile.js";

function tokens(text: string): string[] {
  const { document } = openMarked(text);
  return listSemanticTokens(document).map(
    ({ span, type, isDeprecated }) =>
      `${type}${isDeprecated ? "!" : ""} ${JSON.stringify(document.text.slice(span.start, span.end))}`,
  );
}

test("instructions, names, roles and values", () => {
  expect(
    tokens(
      "FROM x\nPARAMETER seed 1\nPARAMETER use_mmap T\nPARAMETER stop 1\nMESSAGE user hi\nRENDERER q\nWHAT y",
    ),
  ).toEqual([
    'keyword "FROM"',
    'string "x"',
    'keyword "PARAMETER"',
    'parameter "seed"',
    'number "1"',
    'keyword "PARAMETER"',
    'parameter "use_mmap"',
    'enumMember "T"',
    'keyword "PARAMETER"',
    'parameter "stop"',
    'string "1"',
    'keyword "MESSAGE"',
    'enumMember "user"',
    'string "hi"',
    'keyword "RENDERER"',
    'enumMember "q"',
  ]);
});

test("a value that has the wrong type looks like text, a retired name as such", () => {
  expect(tokens("PARAMETER seed 1.5")).toContain('string "1.5"');
  expect(tokens("PARAMETER mirostat 1")).toContain('parameter! "mirostat"');
});

test("comments and pragmas", () => {
  expect(tokens("# hi\n# mf: ignore[MF101] why")).toEqual([
    'comment "# hi"',
    'comment "# "',
    'macro "mf: ignore"',
    'comment "[MF101] why"',
  ]);
});

test("lines of a value are tokens of their own", () => {
  expect(tokens('SYSTEM """a\r\n\r\nb"""')).toEqual([
    'keyword "SYSTEM"',
    'string "\\"\\"\\"a"',
    'string "b\\"\\"\\""',
  ]);
});

test("a template is read as one", () => {
  expect(
    tokens(
      'TEMPLATE """{{- range $i, $m := .Messages }}<|{{ $m.Role }}|>{{ if eq $i 0x1 "a" true }}{{/* c */}}{{ end }}"""',
    ),
  ).toEqual([
    'keyword "TEMPLATE"',
    'operator "{{"',
    'keyword "range"',
    'variable "$i"',
    'variable "$m"',
    'operator ":="',
    'property ".Messages"',
    'operator "}}"',
    'string "<|"',
    'operator "{{"',
    'variable "$m"',
    'property ".Role"',
    'operator "}}"',
    'string "|>"',
    'operator "{{"',
    'keyword "if"',
    'function "eq"',
    'variable "$i"',
    'number "0x1"',
    'string "\\"a\\""',
    'enumMember "true"',
    'operator "}}"',
    'comment "/* c */"',
    'operator "{{"',
    'keyword "end"',
    'operator "}}"',
  ]);
});

test("an error in a template ends its tokens and nothing else", () => {
  expect(tokens("TEMPLATE a{{ `a }} b\nFROM x")).toEqual([
    'keyword "TEMPLATE"',
    'string "a"',
    'operator "{{"',
    'keyword "FROM"',
    'string "x"',
  ]);
});

test("whatever the text: in order, apart, on one line each", () => {
  fc.assert(
    fc.property(arbitraryText, (text) => {
      const { document } = openMarked(text);
      let end = 0;
      for (const { span } of listSemanticTokens(document)) {
        expect(span.start).toBeGreaterThanOrEqual(end);
        expect(span.end).toBeGreaterThan(span.start);
        expect(document.text.slice(span.start, span.end)).not.toMatch(/[\r\n]/);
        end = span.end;
      }
    }),
  );
});

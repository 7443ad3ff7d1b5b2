import { expect, test } from "vitest";
import { findRenameTarget, renameAt } from "../../../src/language/lsp/requests/renameAt.js";
import { applied, openMarked } from "../../support/lsp/marked.js";

function rename(marked: string, name: string): string {
  const { document, offset } = openMarked(marked);
  const result = renameAt(document, offset, name);
  return result.kind === "ok" ? applied(document.text, result.edits) : `refused: ${result.reason}`;
}

const template =
  'FROM x\nTEMPLATE """{{ range $i, $m := .Messages }}{{ $m.Role }} {{ "$m" }}{{ $i }}{{ end }}"""\n';

test.each([
  ["where it is declared", template.replace("$m :=", "$<|>m :=")],
  ["where it is used", template.replace("{{ $m", "{{ $m<|>")],
  ["at its dollar", template.replace("{{ $m", "{{ <|>$m")],
])("a variable of the template, %s", (_, marked) => {
  const wanted = template.replace("$m :=", "$message :=").replace("{{ $m.", "{{ $message.");
  expect(rename(marked, "$message")).toBe(wanted);
  expect(rename(marked, "message")).toBe(wanted);
});

test.each([
  ["FR<|>OM x", "$y", "refused: only variables of the template can be renamed"],
  ["SYSTEM {{ $<|>x }}", "$y", "refused: only variables of the template can be renamed"],
  ["TEMPLATE {{ .Sys<|>tem }}", "$y", "refused: only variables of the template can be renamed"],
  ["TEMPLATE {{ $<|> }}", "$y", "refused: only variables of the template can be renamed"],
  ["TEMPLATE {{ $<|>x }}", "$y", "refused: $x is declared nowhere"],
  [
    "TEMPLATE {{ $x := 1 }}{{ with $x := 2 }}{{ $<|>x }}{{ end }}",
    "$y",
    "refused: $x is declared more than once",
  ],
  ["TEMPLATE {{ $<|>x := 1 }}{{ `a }}", "$y", "refused: the template has an error"],
  ["TEMPLATE {{ $y := 0 }}{{ $<|>x := 1 }}", "$y", "refused: $y exists already"],
  ["TEMPLATE {{ $<|>x := 1 }}", "$a b", "refused: $a b is no name of a variable"],
  ["TEMPLATE {{ $<|>x := 1 }}", "", "refused: $ is no name of a variable"],
  ['TEMPLATE "{{ $<|>x := 1 }}', "$y", "refused: only variables of the template can be renamed"],
])("%j to %j", (marked, name, reason) => expect(rename(marked, name)).toBe(reason));

test("assigning is no second declaration", () => {
  expect(rename("TEMPLATE {{ $<|>x := 1 }}{{ $x = 2 }}", "$n")).toBe("TEMPLATE {{ $n := 1 }}{{ $n = 2 }}");
});

test("the name that is renamed is shown", () => {
  const { document, offset } = openMarked("TEMPLATE {{ $lo<|>ng := 1 }}");
  expect(findRenameTarget(document, offset)).toMatchObject({
    kind: "ok",
    name: "$long",
    span: { start: 12, end: 17 },
  });
});

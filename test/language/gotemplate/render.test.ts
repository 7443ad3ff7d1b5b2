import { describe, expect, test } from "vitest";
import {
  compileGoTemplate,
  GoFailure,
  type GoFunctions,
  type GoValue,
  goFunc,
  goList,
  goMap,
  goValueFromJson,
  intType,
  type OutputPiece,
  parseGoTemplate,
  printNode,
  type RenderOptions,
  type RenderResult,
  renderGoTemplate,
  stringType,
} from "../../../src/language/gotemplate/index.js";

function render(
  text: string,
  data: GoValue,
  options: RenderOptions = {},
  functions: GoFunctions = new Map(),
): RenderResult {
  const parsed = parseGoTemplate(text, { name: "t", functions: functions.keys() });
  if (parsed.kind === "error") throw new Error(parsed.message);
  return renderGoTemplate(compileGoTemplate(parsed.tree, functions), data, options);
}

const chat = goValueFromJson({
  Messages: [
    { Role: "user", Content: "Hi" },
    { Role: "assistant", Content: "Hello" },
  ],
});

describe("functions from outside", () => {
  const functions: GoFunctions = new Map([
    ["shout", goFunc({ parameters: [stringType], results: [stringType] }, ([text]) => `${String(text)}!`)],
    [
      "refuse",
      goFunc({ results: [intType] }, () => {
        throw new GoFailure("no");
      }),
    ],
  ]);

  test("are called with checked arguments", () => {
    expect(render("{{shout .}}", "hey", {}, functions)).toEqual({ kind: "ok", text: "hey!" });
    expect(render("{{shout 1}}", undefined, {}, functions)).toMatchObject({
      message: 'template: t:1:8: executing "t" at <1>: expected string; found 1',
    });
  });

  test("fail with their own words", () => {
    expect(render("a{{refuse}}", undefined, {}, functions)).toMatchObject({
      kind: "error",
      message: 'template: t:1:3: executing "t" at <refuse>: error calling refuse: no',
      reason: "error calling refuse: no",
      partial: "a",
    });
  });
});

test("a compiled template renders again and again, over other data too", () => {
  const parsed = parseGoTemplate("{{$n := 0}}{{range .}}{{$n = .}}{{end}}{{$n}}");
  if (parsed.kind === "error") throw new Error(parsed.message);
  const template = compileGoTemplate(parsed.tree);
  const outputs = [[1, 2], [], [7]].map((items) => renderGoTemplate(template, goList(items)));
  expect(outputs).toEqual(["2", "0", "7"].map((text) => ({ kind: "ok", text })));
});

test("JSON numbers are floats as Go decodes them, or whole numbers where that is meant", () => {
  const json = { n: 1e6, half: 0.5 };
  expect(render("{{.n}} {{.half}}", goValueFromJson(json))).toMatchObject({ text: "1e+06 0.5" });
  expect(render("{{.n}} {{.half}}", goValueFromJson(json, { numbers: "int" }))).toMatchObject({
    text: "1000000 0.5",
  });
});

describe("the observer", () => {
  const text = `start{{range $i, $m := .Messages}}{{if $i}}|{{end}}{{template "one" $m}}{{end}}{{define "one"}}<{{.Role}}>{{.Content}}{{end}}`;

  function observe(): { pieces: OutputPiece[]; output: string } {
    const pieces: OutputPiece[] = [];
    const result = render(text, chat, { observe: (piece) => pieces.push(piece) });
    return { pieces, output: result.kind === "ok" ? result.text : "" };
  }

  test("sees every character of the output, in order", () => {
    const { pieces, output } = observe();
    expect(output).toBe(render(text, chat).kind === "ok" ? "start<user>Hi|<assistant>Hello" : "");
    expect(pieces.map(({ start, end }) => output.slice(start, end)).join("")).toBe(output);
    expect(pieces[0]?.start).toBe(0);
    for (const [i, piece] of pieces.entries()) if (i > 0) expect(piece.start).toBe(pieces[i - 1]?.end);
  });

  test("learns the node, its template and the turn of each range around", () => {
    const { pieces, output } = observe();
    const seen = pieces.map(({ node, tree, start, end, iterations }) => [
      output.slice(start, end),
      printNode(node),
      tree.name,
      iterations.map(({ index }) => index),
    ]);
    expect(seen).toContainEqual(["start", "start", "t", []]);
    expect(seen).toContainEqual(["Hi", "{{.Content}}", "one", [0]]);
    expect(seen).toContainEqual(["|", "|", "t", [1]]);
    expect(seen).toContainEqual(["Hello", "{{.Content}}", "one", [1]]);
  });
});

describe("limits", () => {
  const limits = { maxOutputLength: 1000, maxSteps: 100_000, maxRangeLength: 500, maxValueDepth: 20 };
  const long = goMap([["s", "x".repeat(900)]]);
  let nested: GoValue = "inside";
  for (let i = 0; i < 30; i++) nested = goList([nested]);

  test.each([
    ["output", "{{range 400}}abcdefgh{{end}}", undefined],
    ["output", "{{$x := `ab`}}{{range 40}}{{$x = print $x $x}}{{end}}", undefined],
    ["output", '{{printf "%999999d" 1}}', undefined],
    ["steps", "{{range 400}}{{range 400}}{{end}}{{end}}", undefined],
    ["steps", '{{range 400}}{{range 400}}{{$x := printf "%.1x" $.s}}{{end}}{{end}}', long],
    ["steps", '{{define "a"}}{{template "a"}}{{template "a"}}{{end}}{{template "a"}}', undefined],
    ["range", "{{range 1000000000000}}{{end}}", undefined],
    ["range", "{{range .}}{{end}}", goList(Array.from({ length: 501 }, () => 1))],
    ["depth", "{{.}}", nested],
    ["depth", "{{$x := print .}}", nested],
  ] as const)("%s: %s", (limit, text, data) => {
    expect(render(text, data, { limits })).toMatchObject({ kind: "error", limit });
  });

  test("do not stand in the way of a break", () => {
    expect(render("{{range 1000000000000}}{{.}}{{break}}{{end}}", undefined, { limits })).toMatchObject({
      text: "0",
    });
  });

  test("let templates call each other as deep as Go does, with Go's error beyond", () => {
    const chain =
      '{{define "d"}}{{if .}}{{template "d" (slice . 1)}}{{else}}end{{end}}{{end}}{{template "d" .}}';
    const deep = (count: number) => render(chain, goList(Array.from({ length: count }, () => 1)));
    expect(deep(99_000)).toEqual({ kind: "ok", text: "end" });
    expect(deep(100_001)).toMatchObject({
      limit: "templates",
      reason: "exceeded maximum template depth (100000)",
    });
  });
});

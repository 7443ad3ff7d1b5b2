import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  type GoTemplateTree,
  type ListNode,
  parseGoTemplate,
  printNode,
  type StatementNode,
  walkTree,
} from "../../../src/language/gotemplate/index.js";
import type { GoTemplateCase } from "../../support/conformance/gotemplate.js";

const recorded = readFileSync(join(import.meta.dirname, "../../../fixtures/gotemplate/cases.jsonl"), "utf8")
  .split("\n")
  .filter((line) => line !== "")
  .map((line) => JSON.parse(line) as GoTemplateCase);

function tryParse({ template, funcs = [], delims }: GoTemplateCase): GoTemplateTree | undefined {
  const result = parseGoTemplate(template, {
    name: "t",
    functions: funcs,
    ...(delims === undefined ? {} : { delimiters: delims }),
  });
  return result.kind === "ok" ? result.tree : undefined;
}

function rootOf(text: string): ListNode {
  const result = parseGoTemplate(text);
  if (result.kind === "error") throw new Error(result.message);
  const root = result.tree.templates.get("")?.root;
  if (root === undefined) throw new Error("no root");
  return root;
}

function statementsOf(list: ListNode): StatementNode[] {
  return list.nodes.flatMap((node) => {
    if (node.kind !== "if" && node.kind !== "range" && node.kind !== "with") return [node];
    const otherwise = node.elseList === undefined ? [] : statementsOf(node.elseList);
    return [node, ...statementsOf(node.list), ...otherwise];
  });
}

describe("a tree", () => {
  test("prints as text that parses to the same print", () => {
    for (const one of recorded) {
      // With other delimiters than Go prints, text may hold what looks like an action.
      const tree = one.delims === undefined ? tryParse(one) : undefined;
      for (const { root } of tree?.templates.values() ?? []) {
        const printed = printNode(root);
        const again = tryParse({ ...one, template: printed });
        // A brace of the text before a delimiter can make the print another template: then there is none.
        const reprinted = again?.templates.get("t")?.root;
        if (reprinted !== undefined) expect(printNode(reprinted)).toBe(printed);
      }
    }
  });

  test("knows where each of its nodes stands", () => {
    let seen = 0;
    for (const one of recorded) {
      const tree = one.delims === undefined ? tryParse(one) : undefined;
      for (const { root, text } of tree?.templates.values() ?? []) {
        for (const node of statementsOf(root)) {
          const source = text.slice(node.start, node.end);
          seen++;
          if (node.kind === "text") expect(source).toBe(node.text);
          else expect(source).toMatch(/^(?:\{\{|if|with)[\s\S]*\}\}$/);
          expect(node.pos).toBeGreaterThanOrEqual(node.start);
          expect(node.pos).toBeLessThan(node.end);
        }
      }
    }
    expect(seen).toBeGreaterThan(3000);
  });

  test("has whole spans: a branch to its end, a field chain, a pipeline in parentheses", () => {
    const source = "a {{if .x.y}}b{{else if (len .z) | not}}c{{end}} d";
    const [, branch] = rootOf(source).nodes;
    if (branch?.kind !== "if") throw new Error("no branch");
    const at = ({ start, end }: { start: number; end: number }) => source.slice(start, end);
    expect(at(branch)).toBe("{{if .x.y}}b{{else if (len .z) | not}}c{{end}}");
    expect(at(branch.pipe)).toBe(".x.y");
    const inner = branch.elseList?.nodes[0];
    if (inner?.kind !== "if") throw new Error("no else if");
    expect(at(inner)).toBe("if (len .z) | not}}c{{end}}");
    expect(inner.pipe.commands.map((command) => at(command))).toEqual(["(len .z)", "not"]);
  });

  test("is walked in the order of the source", () => {
    const source =
      '{{range $i, $m := .A.B}}{{if eq $m.Role "user"}}{{(index . 0).X}}{{else}}{{template "t" $i}}{{end}}{{end}}';
    const kinds = [...walkTree(rootOf(source))].filter(
      ({ kind }) => !["list", "pipe", "command"].includes(kind),
    );
    expect(
      kinds.map((node) => (node.kind === "chain" ? "chain" : source.slice(node.start, node.end))),
    ).toEqual([
      source,
      "$i",
      "$m",
      ".A.B",
      source.slice(24, -7),
      "eq",
      "$m.Role",
      '"user"',
      "{{(index . 0).X}}",
      "chain",
      "index",
      ".",
      "0",
      '{{template "t" $i}}',
      "$i",
    ]);
  });

  test("keeps comments when asked", () => {
    const result = parseGoTemplate("a{{- /* why */ -}} b", { comments: true });
    const root = result.kind === "ok" ? result.tree.templates.get("")?.root : undefined;
    expect(root?.nodes.map((node) => node.kind)).toEqual(["text", "comment", "text"]);
    expect(root === undefined ? "" : printNode(root)).toBe("a{{/* why */}}b");
  });
});

describe("an error", () => {
  test("has the offset of what is wrong and the line that Go names", () => {
    expect(parseGoTemplate("a\n{{ nosuch .x }}")).toEqual({
      kind: "error",
      message: 'template: :2: function "nosuch" not defined',
      offset: 5,
      line: 2,
    });
    expect(parseGoTemplate("{{if .x}}\n{{ .y\n", { name: "t" })).toMatchObject({
      message: "template: t:3: unclosed action started at t:2",
      line: 3,
    });
  });

  test("comes from too deep nesting before the stack ends", () => {
    const deep = (open: string, close: string) => open.repeat(100_000) + close.repeat(100_000);
    for (const text of [
      `{{${deep("(", ")")}}}`,
      deep("{{if 1}}", "{{end}}"),
      `{{if 1}}${deep("{{else if 1}}", "")}`,
    ]) {
      expect(parseGoTemplate(text)).toMatchObject({ message: "template: :1: max expression depth exceeded" });
    }
  });
});

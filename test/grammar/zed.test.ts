import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const folder = join(import.meta.dirname, "../../grammar");
const read = (file: string): string => readFileSync(join(folder, file), "utf8");

test("Zed's copy of the highlights is the grammar's", () => {
  expect(read("zed/languages/modelfile/highlights.scm")).toBe(read("tree-sitter/queries/highlights.scm"));
});

test("the names in Zed's extension fit each other", () => {
  const language = /^name = "(.+)"$/m.exec(read("zed/languages/modelfile/config.toml"))?.[1];
  const grammar = /^grammar = "(.+)"$/m.exec(read("zed/languages/modelfile/config.toml"))?.[1];
  expect(read("zed/extension.toml")).toContain(`languages = ["${language}"]`);
  expect(read("zed/extension.toml")).toContain(`[grammars.${grammar}]`);
  expect(JSON.parse(read("tree-sitter/tree-sitter.json")).grammars[0].name).toBe(grammar);
});

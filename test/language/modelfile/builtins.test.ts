import { expect, test } from "vitest";
import { compareVersions, newestKnown, tryParseVersion } from "../../../src/language/lint/ollamaVersion.js";
import {
  parsers,
  renderers,
  tryFindParser,
  tryFindRenderer,
} from "../../../src/language/modelfile/builtins.js";
import { instructions } from "../../../src/language/modelfile/instructions.js";
import { parameters, retiredParameters } from "../../../src/language/modelfile/parameters.js";

/** The names that Ollama v0.33 takes (model/renderers/renderer.go, model/parsers/parsers.go). */
const rendererNames =
  "qwen3-coder qwen3-vl-instruct qwen3-vl-thinking qwen3.5 qwen3.8 ornith cogito deepseek3.1 olmo3 olmo3.1 olmo3-think olmo3-32b-think nemotron-3-nano nemotron-3.5-nano gemma4 gemma4-small gemma4-large functiongemma glm-4.7 glm-ocr lfm2 lfm2-thinking laguna poolside-v1 cohere glimmer";
const parserNames =
  "qwen3 qwen3-thinking qwen3.5 ornith qwen3-coder qwen3-vl-instruct qwen3-vl-thinking ministral passthrough harmony cogito deepseek3 olmo3 olmo3-think nemotron-3-nano nemotron-3.5-nano functiongemma glm-4.7 gemma4 gemma4-no-thinking glm-ocr lfm2 lfm2-thinking laguna poolside-v1 cohere glimmer";

test("the tables hold Ollama's names", () => {
  const current = (all: readonly { name: string; until?: string }[]): string[] =>
    all.filter(({ until }) => until === undefined).map(({ name }) => name);
  expect(current(renderers)).toEqual(rendererNames.split(" "));
  expect(current(parsers)).toEqual(parserNames.split(" "));
});

test("a renderer's parser is in the table of parsers, and what replaces a name is current", () => {
  for (const { parser, instead } of renderers) {
    expect(tryFindParser(parser), parser).toBeDefined();
    if (instead) expect(tryFindRenderer(instead)?.until).toBeUndefined();
  }
  for (const { instead } of parsers) if (instead) expect(tryFindParser(instead)?.until).toBeUndefined();
});

test("every `since` and `until` is a version that exists", () => {
  const all = [...renderers, ...parsers, ...parameters, ...Object.values(instructions), ...retiredParameters];
  for (const info of all) {
    for (const text of ["since" in info ? info.since : undefined, "until" in info ? info.until : undefined]) {
      if (text === undefined) continue;
      const version = tryParseVersion(text);
      expect(version, `${info.name} ${text}`).toBeDefined();
      if (version) expect(compareVersions(version, newestKnown)).toBeLessThanOrEqual(0);
    }
  }
});

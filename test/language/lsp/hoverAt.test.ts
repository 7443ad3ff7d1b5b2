import { describe, expect, test } from "vitest";
import { hoverAt } from "../../../src/language/lsp/requests/hoverAt.js";
import { instructionNames, instructions } from "../../../src/language/modelfile/instructions.js";
import { parameters, retiredParameters } from "../../../src/language/modelfile/parameters.js";
import { openMarked, showSpan, surroundingsOf } from "../../support/lsp/marked.js";

const world = surroundingsOf({
  models: {
    "llama3.2": { architecture: "llama", contextLength: 131072, hasTemplate: true, stops: ["<|eot|>"] },
  },
  paths: {
    "./m.gguf": {
      kind: "file",
      format: "gguf",
      sizeBytes: 2_019_377_376,
      gguf: { kind: "model", architecture: "qwen3", contextLength: 40960 },
    },
    "./dir": { kind: "directory", entries: [{ name: "model.safetensors", kind: "file" }] },
  },
});

function hover(marked: string) {
  const { document, offset } = openMarked(marked);
  const found = hoverAt(document, offset, world);
  return found && { text: found.text, shown: showSpan(document.text, found.span) };
}

describe("the tables speak", () => {
  test.each(instructionNames)("%s", (name) => {
    const found = hover(`# c\n${name.slice(0, 2)}<|>${name.slice(2)} x`);
    expect(found?.text).toContain(instructions[name].summary);
    expect(found?.shown).toBe(`# c\n<|>${name}<|> x`);
  });

  test.each(parameters.map((info) => [info.name, info] as const))("PARAMETER %s", (name, info) => {
    const found = hover(`PARAMETER <|>${name} 1`);
    expect(found?.text).toContain(info.summary);
    expect(found?.text).toContain(`Default: ${info.default}`);
    expect(found?.shown).toBe(`PARAMETER <|>${name}<|> 1`);
  });

  test.each(retiredParameters.map((info) => [info.name, info.instead] as const))(
    "PARAMETER %s",
    (name, instead) => {
      expect(hover(`PARAMETER ${name}<|> 1`)?.text).toContain(instead);
    },
  );
});

test.each(["<|>FROM x", "FROM<|> x", "from<|> x", "  F<|>ROM x"])("a word at its ends: %j", (marked) => {
  expect(hover(marked)?.text).toContain("FROM <model");
});

test("a parameter of another runtime leads to Ollama's", () => {
  expect(hover("PARAMETER max_<|>tokens 5")?.text).toMatch(/no parameter `max_tokens`.*`num_predict`/s);
});

test("range and special values", () => {
  expect(hover("PARAMETER see<|>d 1")?.text).toContain("`-1`: random");
  expect(hover("PARAMETER top_p<|> 1")?.text).toContain("Range: 0 to 1");
});

test("roles", () => {
  expect(hover("MESSAGE us<|>er hi")?.text).toContain("What a person says");
  expect(hover("MESSAGE us<|>r hi")).toBeUndefined();
});

test("a dropped character is named", () => {
  const found = hover("SYSTEM a<|>\u200bb");
  expect(found?.text).toContain("U+200B (zero width space)");
  expect(found?.shown).toBe("SYSTEM a<|>\u200b<|>b");
  expect(hover("SYSTEM a\u200b<|>b")).toBeUndefined();
});

test("FROM says what it names; what exists as a path is one", () => {
  expect(hover("FROM lla<|>ma3.2")?.text).toContain("architecture `llama`");
  expect(hover("FROM ./m.gg<|>uf")?.text).toMatch(/GGUF file, 1\.9 GiB.*context length 40960/s);
  expect(hover("FROM ./d<|>ir")?.text).toContain("a directory with 1 file");
  expect(hover("FROM nowh<|>ere")).toBeUndefined();
});

test("renderers and parsers", () => {
  expect(hover("RENDERER qwen3.<|>8")?.text).toMatch(/since 0\.32\.12.*PARSER qwen3\.5/s);
  expect(hover("PARSER laguna-<|>v8")?.text).toContain("gone in 0.32.3");
  expect(hover("PARSER no<|>ne")).toBeUndefined();
});

test("a rule in a pragma, by number and by name", () => {
  expect(hover("# mf: ignore[MF9<|>99, MF101] x")).toBeUndefined();
  expect(hover("# mf: ignore[MF999, MF1<|>01] x")?.text).toContain("MF101 missing-from");
  expect(hover("# mf: ignore[MF999, MF101] x")).toBeUndefined();
  expect(hover("# mf: ignore[missing-<|>from] x")?.shown).toBe("# mf: ignore[<|>missing-from<|>] x");
  expect(hover("# MF1<|>01")).toBeUndefined();
});

test.each(["SYSTEM he<|>llo", "# com<|>ment", "FROM x\n<|>\n", "NONSENSE<|> x", "<|>", "PARAMETER <|>"])(
  "nothing to say at %j",
  (marked) => expect(hover(marked)).toBeUndefined(),
);

import { describe, expect, test } from "vitest";
import { rules } from "../../../src/language/lint/rules.js";
import {
  type CompletionItem,
  printPlain,
  printSnippet,
} from "../../../src/language/lsp/completion/completionItem.js";
import { completeAt } from "../../../src/language/lsp/requests/completeAt.js";
import { instructionNames } from "../../../src/language/modelfile/instructions.js";
import { parameters } from "../../../src/language/modelfile/parameters.js";
import { applied, openMarked, surroundingsOf } from "../../support/lsp/marked.js";

const world = surroundingsOf({
  models: {
    "llama3.2:3b": { hasTemplate: true, stops: [] },
    "qwen3:4b": { hasTemplate: true, stops: [] },
  },
  folders: {
    ".": [
      { name: "model.gguf", kind: "file" },
      { name: "README.md", kind: "file" },
      { name: "weights", kind: "folder" },
      { name: ".cache", kind: "folder" },
    ],
    "weights/": [{ name: "part.safetensors", kind: "file" }],
    "./": [{ name: "model.gguf", kind: "file" }],
  },
});

function complete(marked: string): readonly CompletionItem[] {
  const { document, offset } = openMarked(marked);
  return completeAt(document, offset, world);
}

function labels(marked: string): string[] {
  return [...complete(marked)]
    .sort((a, b) => a.rank - b.rank || (a.label < b.label ? -1 : 1))
    .map(({ label }) => label);
}

/** The text after taking the item. */
function take(marked: string, label: string): string {
  const { document } = openMarked(marked);
  const item = complete(marked).find((one) => one.label === label);
  if (!item) throw new Error(`${label} is not offered`);
  return applied(document.text, [{ span: item.span, text: printPlain(item.insert) }]);
}

describe("instructions", () => {
  test.each([
    "<|>",
    "FROM x\n<|>",
    "FROM x\n  <|>",
    "FROM x\nsys<|>",
    "FROM x\r\nSYS<|>\r\nSYSTEM a",
    "S<|>YSTEM a",
  ])("%j", (marked) => expect(labels(marked).sort()).toEqual([...instructionNames].sort()));

  test.each(["# a <|>", "SYSTEM a<|>", 'SYSTEM """\n<|>\n"""', 'SYSTEM """never closed\nF<|>', "FROM-<|>"])(
    "%j offers none",
    (marked) => {
      expect(labels(marked)).not.toContain("PARAMETER");
    },
  );

  test("FROM leads while it is missing and trails when it is there", () => {
    expect(labels("<|>")[0]).toBe("FROM");
    expect(labels("FROM x\n<|>").at(-1)).toBe("FROM");
  });

  test("what counts once comes after what is not there yet", () => {
    const offered = labels("FROM x\nSYSTEM a\n<|>");
    expect(offered.indexOf("SYSTEM")).toBeGreaterThan(offered.indexOf("TEMPLATE"));
  });

  test("a bare word gets what follows it, a word with a value is only replaced", () => {
    expect(take("FROM x\nsys<|>", "SYSTEM")).toBe('FROM x\nSYSTEM """text"""');
    expect(take("FROM x\nsy<|>s hello", "SYSTEM")).toBe("FROM x\nSYSTEM hello");
    expect(take("  fr<|>", "FROM")).toBe("  FROM model");
  });

  test("as a snippet it has places to fill in", () => {
    const message = complete("MES<|>").find(({ label }) => label === "MESSAGE");
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a snippet's own syntax
    expect(message && printSnippet(message.insert)).toBe("MESSAGE ${1|user,assistant,system|} ${2:text}");
    const template = complete("TEM<|>").find(({ label }) => label === "TEMPLATE");
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a snippet's own syntax
    expect(template && printSnippet(template.insert)).toBe('TEMPLATE """${1:{{ .Prompt \\}\\}}"""');
  });
});

describe("parameters", () => {
  test.each([
    "PARAMETER <|>",
    "PARAMETER <|>\nFROM x",
    "PARAMETER te<|>",
    "PARAMETER te<|>\nSYSTEM a",
    "parameter <|>te 1",
    "PARAMETER t<|>e 1",
  ])("%j", (marked) => expect(labels(marked).sort()).toEqual(parameters.map(({ name }) => name).sort()));

  test.each(["PARAMETER num_ctx=<|>", "PARAMETER<|>", "SYSTEM PARAMETER <|>"])(
    "%j offers no name",
    (marked) => {
      expect(labels(marked)).not.toContain("num_ctx");
    },
  );

  test("type and default stand beside it", () => {
    const item = complete("PARAMETER <|>").find(({ label }) => label === "temperature");
    expect(item?.detail).toBe("float, default 0.8");
    expect(item?.documentation).toContain("PARAMETER temperature <number>");
  });

  test("with an example value when there is none", () => {
    expect(take("PARAMETER tem<|>", "temperature")).toBe("PARAMETER temperature 0.7");
    expect(take("PARAMETER te<|>m 0.1", "temperature")).toBe("PARAMETER temperature 0.1");
    const stop = complete("PARAMETER <|>").find(({ label }) => label === "stop");
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a snippet's own syntax
    expect(stop && printSnippet(stop.insert)).toBe('stop ${1:"<|im_end|>"}');
  });

  test("what is set already comes last, except stop", () => {
    const offered = labels("PARAMETER seed 1\nPARAMETER stop a\nPARAMETER <|>");
    expect(offered.at(-1)).toBe("seed");
  });

  test("values: true and false, default, special meanings", () => {
    expect(labels("PARAMETER use_mmap <|>")).toEqual(["true", "false"]);
    expect(labels("PARAMETER seed <|>")).toEqual(["-1", "42"]);
    expect(labels("PARAMETER num_predict <|>")).toEqual(["-1", "512", "-2"]);
    expect(labels("PARAMETER stop <|>")).toEqual([]);
    expect(labels("PARAMETER nonsense <|>")).toEqual([]);
    expect(take("PARAMETER seed 4<|>", "42")).toBe("PARAMETER seed 42");
  });

  test("no number is cut out of a longer default", () => {
    expect(labels("PARAMETER num_ctx <|>")).toEqual(["8192"]);
  });
});

describe("roles", () => {
  test.each(["MESSAGE <|>", "MESSAGE us<|>", "MESSAGE <|>user hi", "message u<|>\nFROM x"])(
    "%j",
    (marked) => {
      expect(labels(marked)).toEqual(["assistant", "system", "user"]);
    },
  );

  test("a blank for the text is put behind it once", () => {
    expect(take("MESSAGE u<|>", "user")).toBe("MESSAGE user ");
    expect(take("MESSAGE u<|> hi", "user")).toBe("MESSAGE user hi");
  });

  test("the text of a message is left alone", () => expect(labels("MESSAGE user <|>")).toEqual([]));
});

describe("models and paths", () => {
  test("FROM offers models of the store and files with weights", () => {
    expect(labels("FROM <|>")).toEqual(["llama3.2:3b", "model.gguf", "qwen3:4b", "weights/"]);
    expect(take("FROM lla<|>", "llama3.2:3b")).toBe("FROM llama3.2:3b");
    expect(take('FROM "lla<|>"', "llama3.2:3b")).toBe('FROM "llama3.2:3b"');
  });

  test("a path replaces only its last part", () => {
    expect(labels("FROM ./<|>")).toEqual(["model.gguf"]);
    expect(take("FROM ./mo<|>", "model.gguf")).toBe("FROM ./model.gguf");
    expect(take("ADAPTER weights/<|>", "part.safetensors")).toBe("ADAPTER weights/part.safetensors");
  });

  test("ADAPTER and DRAFT take no names", () => {
    expect(labels("ADAPTER <|>")).toEqual(["model.gguf", "weights/"]);
    expect(labels("DRAFT <|>")).toEqual(["model.gguf", "weights/"]);
  });

  test("hidden folders are for those who start with a dot", () => {
    expect(labels("DRAFT .<|>")).toContain(".cache/");
  });

  test("an unclosed quote over several lines replaces nothing below", () => {
    expect(take('FROM "lla<|>\nSYSTEM x', "qwen3:4b")).toBe('FROM "qwen3:4b\nSYSTEM x');
  });
});

describe("built into Ollama, and licences", () => {
  test("what the newest version knows, the renderer's partner first", () => {
    expect(labels("RENDERER <|>")).toContain("qwen3-coder");
    expect(labels("RENDERER <|>")).not.toContain("laguna-v8");
    expect(labels("PARSER <|>")[0]).toBe("cogito");
    expect(labels("RENDERER qwen3.8\nPARSER <|>")[0]).toBe("qwen3.5");
    expect(take("PARSER oth<|>er", "harmony")).toBe("PARSER harmony");
  });

  test("LICENSE", () => {
    expect(take("LICENSE apa<|>", "Apache-2.0")).toBe("LICENSE Apache-2.0");
    expect(labels('LICENSE """\nM<|>')).toEqual([]);
  });
});

describe("pragmas", () => {
  const silenceable = rules.filter(({ fatal }) => !fatal).map(({ number }) => number as string);

  test.each(["# mf: ignore[<|>", "# mf: ignore[<|>]", "# mf: ignore-file[MF<|>", "#mf:disable[ <|> ] why"])(
    "%j",
    (marked) => expect(labels(marked)).toEqual(silenceable),
  );

  test("kinds", () => {
    expect(labels("# mf: <|>")).toEqual(["ignore", "ignore-file", "disable", "enable"]);
    expect(take("# mf: ig<|>", "ignore-file")).toBe("# mf: ignore-file[MF000] why");
  });

  test("one more rule of the list, not one twice", () => {
    const [first = "", second = ""] = silenceable;
    expect(labels(`# mf: ignore[${first}, <|>] why`)).toEqual(silenceable.slice(1));
    expect(take(`# mf: ignore[${first}, MF<|>] why`, second)).toBe(`# mf: ignore[${first}, ${second}] why`);
  });

  test.each(["# <|>", "# mfx: <|>", "# mf: ignore[MF101] why <|>"])("%j offers none", (marked) => {
    expect(labels(marked)).toEqual([]);
  });
});

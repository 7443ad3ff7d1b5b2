import type { Fix } from "../../../diagnostics/diagnostic.js";
import { parsers, renderers, tryFindBuiltinOf } from "../../../modelfile/builtins.js";
import type { LintFile, ValuedInstruction } from "../../lintFile.js";
import { defineRule, type Report } from "../../rule.js";
import { architectureOf, baseModelOf } from "../../views/baseModel.js";
import { tryFindBuiltin } from "../../views/builtinUses.js";
import { meantText } from "../../views/meantText.js";
import { tryFindMeantBuiltin } from "../../views/unknownBuiltin.js";

export const rendererWithoutParser = defineRule({
  number: "MF508",
  name: "renderer-without-parser",
  severity: "warning",
  fix: "unsafe",
  docs: {
    what: "RENDERER stands without PARSER, or PARSER without anything that writes the prompt it belongs to. On top of a named model, which may bring the other one, it is an info.",
    why: "The two are halves of one format. Without the parser, thinking and tool calls stay in the text of the answer; without the renderer, the model is not prompted in the format that the parser reads.",
    instead: "Name both. A PARSER beside a TEMPLATE is fine.",
  },
  examples: {
    bad: "FROM ./pine.gguf\nRENDERER qwen3-coder\n",
    good: "FROM ./pine.gguf\nRENDERER qwen3-coder\nPARSER qwen3-coder\n",
  },
  check(file, report) {
    const renderer = tryFindBuiltin(file, "RENDERER");
    const parser = tryFindBuiltin(file, "PARSER");
    if ((renderer === undefined) === (parser === undefined)) return;
    if (renderer) {
      const known = tryFindMeantBuiltin(meantText(file, renderer), renderers);
      reportAlone(file, renderer, "PARSER", known?.until ? undefined : known?.parser, report);
    }
    const name = parser && tryFindMeantBuiltin(meantText(file, parser), parsers)?.name;
    if (parser && name && needsRenderer(file, name)) {
      reportAlone(file, parser, "RENDERER", tryFindRendererFor(name), report);
    }
  },
});

/** Some parsers read what a template prompts for; only those with a renderer of their own miss one. */
function needsRenderer(file: LintFile, parser: string): boolean {
  return renderers.some((info) => info.parser === parser) && (file.last("TEMPLATE")?.value.text ?? "") === "";
}

function tryFindRendererFor(parser: string): string | undefined {
  const names = renderers.filter((info) => info.parser === parser && !info.until).map(({ name }) => name);
  return names.includes(parser) ? parser : names.length === 1 ? names[0] : undefined;
}

function reportAlone(
  file: LintFile,
  { word, wordSpan, value, name }: ValuedInstruction,
  missing: "PARSER" | "RENDERER",
  partner: string | undefined,
  report: Report,
): void {
  const base = baseModelOf(file);
  if (tryFindBuiltinOf(architectureOf(base)) !== undefined) return;
  if (base.kind === "model" && base.fact?.[missing === "PARSER" ? "parser" : "renderer"]) return;
  const isUnknown = base.kind === "model" && base.fact === undefined;
  const line = `${word === word.toLowerCase() ? missing.toLowerCase() : missing} ${partner}`;
  const { end } = value.span;
  const fix: Fix = {
    title: `Add ${line}`,
    applicability: "unsafe",
    edits: [{ span: { start: end, end }, text: `\n${line}` }],
  };
  report({
    message: `${name} without ${missing}`,
    span: wordSpan,
    severity: isUnknown ? "info" : "warning",
    ...(isUnknown ? { notes: [`The base model may bring a ${missing.toLowerCase()}.`] } : {}),
    // Behind an empty one further down it would not count.
    ...(partner === undefined || file.last(missing) ? {} : { fixes: [fix] }),
  });
}

import { printable } from "../../../../base/redact.js";
import { defineRule } from "../../rule.js";
import { type RendererUse, tryFindRendererUse } from "../../views/builtinUses.js";
import { usesVariable } from "../../views/templateText.js";

export const rendererOverridesTemplate = defineRule({
  number: "MF509",
  name: "renderer-overrides-template",
  severity: "warning",
  fix: "none",
  docs: {
    what: "The file has a TEMPLATE, and a renderer: by RENDERER, or from its base model. (`{{ .Prompt }}`, which `ollama show` prints for such models, is not one.)",
    why: "The renderer writes every prompt; the template is not used for chats.",
    instead: "Delete the one that is not wanted. A template with `.Suffix` is still used to fill in text.",
  },
  examples: {
    bad: 'FROM ./pine.gguf\nTEMPLATE "{{ .System }} {{ .Prompt }}"\nRENDERER qwen3.5\nPARSER qwen3.5\n',
    good: "FROM ./pine.gguf\nTEMPLATE {{ .Prompt }}\nRENDERER qwen3.5\nPARSER qwen3.5\n",
  },
  check(file, report) {
    const template = file.last("TEMPLATE");
    const renderer = template && tryFindRendererUse(file);
    if (!renderer || !template.value.closed) return;
    const { text } = template.value;
    if (text === "" || /^\s*\{\{-?\s*\.Prompt\s*-?\}\}\s*$/.test(text) || usesVariable(text, "Suffix"))
      return;
    report({
      message: `this template is not used: the renderer ${printable(renderer.name, 40)} writes the prompt`,
      span: template.wordSpan,
      related: [{ span: renderer.span, message: origins[renderer.origin] }],
    });
  },
});

const origins: Readonly<Record<RendererUse["origin"], string>> = {
  file: "takes its place",
  "base model": "the base model has it",
  architecture: "Ollama gives it to models of this architecture",
};

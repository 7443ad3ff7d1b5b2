import type { LintFile, ValuedInstruction } from "../../lintFile.js";
import { defineRule } from "../../rule.js";
import { messageUses } from "../../views/messageUses.js";
import { hasPlaceForSystem, tryFindTemplate } from "../../views/templateText.js";

export const systemNotInTemplate = defineRule({
  number: "MF414",
  name: "system-not-in-template",
  severity: "warning",
  fix: "none",
  docs: {
    what: "The file has a system text, and its TEMPLATE neither mentions `.System` nor goes through `.Messages`.",
    why: "The text never reaches the model, without any sign of it.",
    instead: "Print `{{ .System }}` where the format has its place for it, or go through `.Messages`.",
  },
  examples: {
    bad: 'FROM ./pine.gguf\nTEMPLATE "User: {{ .Prompt }}\nAssistant: "\nSYSTEM You are terse.\n',
    good: 'FROM ./pine.gguf\nTEMPLATE "{{ .System }}\nUser: {{ .Prompt }}\nAssistant: "\nSYSTEM You are terse.\n',
  },
  check(file, report) {
    const template = tryFindTemplate(file);
    if (!template || hasPlaceForSystem(template.value.text)) return;
    const system = tryFindSystem(file);
    if (!system) return;
    report({
      message: "this text never reaches the model: the TEMPLATE has no place for it",
      span: system.wordSpan,
      related: [{ span: template.wordSpan, message: "mentions neither .System nor .Messages" }],
    });
  },
});

function tryFindSystem(file: LintFile): ValuedInstruction | undefined {
  const system = file.last("SYSTEM");
  if (system?.value.closed && system.value.text.trim() !== "") return system;
  return messageUses(file).find(({ role }) => role === "system")?.instruction;
}

import { defineRule } from "../../rule.js";
import { messageUses } from "../../views/messageUses.js";
import { hasPlaceForSystem, literalText, tryFindTemplate, usesVariable } from "../../views/templateText.js";

export const templateNoSystem = defineRule({
  number: "MF415",
  name: "template-no-system",
  severity: "info",
  fix: "none",
  docs: {
    what: "TEMPLATE neither mentions `.System` nor goes through `.Messages`. (With a system text in the file it is MF414.)",
    why: "Whoever uses the model cannot give it a system text: what a request brings is dropped.",
    instead: "Print `{{ .System }}` where the format has its place for it.",
  },
  examples: {
    bad: 'FROM ./pine.gguf\nTEMPLATE "User: {{ .Prompt }}\nAssistant: "\n',
    good: "FROM ./pine.gguf\nTEMPLATE {{ .Prompt }}\n",
  },
  check(file, report) {
    const template = tryFindTemplate(file);
    if (!template || hasPlaceForSystem(template.value.text)) return;
    const { text } = template.value;
    // A bare prompt, or one with a suffix, is for completing text: there the caller writes everything.
    if (literalText(text).trim() === "" || usesVariable(text, "Suffix")) return;
    if ((file.last("SYSTEM")?.value.text.trim() ?? "") !== "") return;
    if (messageUses(file).some(({ role }) => role === "system")) return;
    report({
      message: "the template has no place for a system text",
      span: template.wordSpan,
      notes: ["A system text that a request brings is dropped."],
    });
  },
});

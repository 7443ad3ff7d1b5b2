import { printable } from "../../../../base/redact.js";
import { defineRule } from "../../rule.js";

export const templateSyntaxInSystem = defineRule({
  number: "MF410",
  name: "template-syntax-in-system",
  severity: "warning",
  fix: "none",
  docs: {
    what: "SYSTEM or MESSAGE contains a variable of Ollama's templates, such as `{{ .Prompt }}`.",
    why: "Only TEMPLATE is a template. Here the braces are text: the model reads `{{ .Prompt }}` and not the prompt.",
    instead:
      "Delete it: the prompt follows the system text by itself. What belongs around every prompt goes into TEMPLATE.",
  },
  examples: {
    bad: "FROM llama3.2\nSYSTEM Answer this question: {{ .Prompt }}\n",
    good: 'FROM llama3.2\nSYSTEM """Fill in {name} and {{ company }}, and answer in <answer> tags."""\n',
  },
  check({ valued, text }, report) {
    if (!text.includes("{{")) return;
    for (const { name, value } of valued) {
      if ((name !== "SYSTEM" && name !== "MESSAGE") || !value.closed) continue;
      // A text about Modelfiles shows them.
      const inside = text.slice(value.contentSpan.start, value.contentSpan.end);
      const found = inside.includes("{{") && !inside.includes("TEMPLATE") ? variable.exec(inside) : null;
      if (!found) continue;
      const start = value.contentSpan.start + found.index;
      report({
        message: `${printable(found[0], 40)} is plain text in ${name}`,
        span: { start, end: start + found[0].length },
        notes: ["Only TEMPLATE is a template; the model reads the braces as they are."],
      });
    }
  },
});

const variable =
  /\{\{-?\s*(?:(?:if|range|with)\s+)?\$?\.(?:System|Prompt|Response|Messages|Tools|Suffix|First)\b[^{}]{0,40}\}\}/;

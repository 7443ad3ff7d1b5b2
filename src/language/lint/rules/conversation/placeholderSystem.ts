import { printable } from "../../../../base/redact.js";
import { defineRule } from "../../rule.js";

export const placeholderSystem = defineRule({
  number: "MF413",
  name: "placeholder-system",
  severity: "warning",
  fix: "none",
  docs: {
    what: "The system text is nothing but a phrase in angle brackets, as documentation writes what the reader is to fill in.",
    why: "It is sent as it is, and it replaces the system text of the base model.",
    instead: "Write the text, or delete the line.",
  },
  examples: {
    bad: "FROM llama3.2\nSYSTEM <system message>\n",
    good: "FROM llama3.2\nSYSTEM Put your answer between <answer> and </answer>.\n",
  },
  check({ all }, report) {
    for (const { value } of all("SYSTEM")) {
      if (!value.closed || value.text.length > 120 || !placeholder.test(value.text)) continue;
      report({
        message: `${printable(value.text.trim(), 60)} looks like a placeholder that was never filled in`,
        span: value.span,
      });
    }
  },
});

/** Markers such as `<|think|>` and tags such as `</think>` are meant as they are. */
const placeholder = /^\s*<[^<>|/]+>\s*$/;

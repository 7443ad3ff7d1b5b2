import { defineRule } from "../../rule.js";
import { describeRune } from "../../views/runeNames.js";

export const bidirectionalControl = defineRule({
  number: "MF606",
  name: "bidirectional-control",
  severity: "warning",
  fix: "safe",
  docs: {
    what: "The file holds characters that turn the direction of the text behind them. Comments count too.",
    why: "What an editor shows is not what is there: a comment can look like an instruction, and an instruction like a comment (CVE-2021-42574). Ollama leaves them out of values, so the model is sent yet another order of words.",
    instead: "Remove them. Arabic and Hebrew text needs none.",
  },
  examples: {
    bad: "FROM llama3.2\n# \u202e}drow terces{ \u202c\n",
    good: "FROM llama3.2\nSYSTEM ענה בעברית. أجب بالعربية.\n",
  },
  check({ text, reading }, report) {
    const first = text.search(control);
    if (first < 0) return;
    const edits = [...text.slice(first).matchAll(everyControl)].map(({ index }) => ({
      span: { start: first + index, end: first + index + 1 },
      text: "",
    }));
    const others = edits.slice(1);
    const more = others.length > 0 ? `, and ${others.length} more such characters` : "";
    report({
      message: `${describeRune(text.charCodeAt(first))} turns the direction of the text${more}`,
      span: { start: first, end: first + 1 },
      related: others.slice(0, 3).map(({ span }) => ({ span, message: "here too" })),
      notes: ["The file reads differently from what it shows."],
      // Where Ollama stops, the file may read differently without them.
      fixes: [
        {
          title: edits.length > 1 ? "Remove them" : "Remove it",
          applicability: reading.kind === "ok" ? "safe" : "unsafe",
          edits,
        },
      ],
    });
  },
});

const control = /[\u202a-\u202e\u2066-\u2069]/;
const everyControl = new RegExp(control, "g");

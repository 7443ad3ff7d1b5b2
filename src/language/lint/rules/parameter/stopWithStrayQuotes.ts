import { printable } from "../../../../base/redact.js";
import type { Fix } from "../../../diagnostics/diagnostic.js";
import type { ParameterUse } from "../../lintFile.js";
import { defineRule } from "../../rule.js";
import { tryReadList, tryStripQuotes } from "../../views/stopText.js";
import { stopUses } from "../../views/stopUses.js";

export const stopWithStrayQuotes = defineRule({
  number: "MF209",
  name: "stop-with-stray-quotes",
  severity: "warning",
  fix: "unsafe",
  docs: {
    what: 'The text of a stop still has quotes in it: `\\"`, a second pair inside the first, backticks, one left over at an end, or a JSON list. (Single quotes in place of double ones are MF014.)',
    why: 'Only `"` and `"""` around the whole value are quotes to Ollama, and it has no escapes. The others belong to the text, so the model would have to write them too.',
    instead: 'Write the bare text, or put it in plain double quotes: `PARAMETER stop "<|im_end|>"`.',
  },
  examples: {
    bad: 'FROM ./pine.gguf\nPARAMETER stop "\\"<|im_end|>\\""\n',
    good: 'FROM ./pine.gguf\nPARAMETER stop "<|im_end|>"\nPARAMETER stop ```\nPARAMETER stop Q\'\n',
  },
  check(file, report) {
    for (const { raw, value, use } of stopUses(file)) {
      const list = tryReadList(raw);
      const inside = list ? undefined : tryStripQuotes(raw);
      if (!list && inside === undefined) continue;
      const shown = printable(raw, 60);
      report({
        message: list
          ? `a stop is one text, not a list: ${shown}`
          : `the quotes belong to the stop: ${shown}`,
        span: value.span,
        notes: list
          ? ["Write a line for each of them."]
          : ["Ollama takes only a plain double quote, at both ends of the value, as a quote."],
        ...(raw === value.text ? fixesOf(use, list ?? [inside ?? ""]) : {}),
      });
    }
  },
});

function fixesOf({ instruction, name }: ParameterUse, texts: readonly string[]): { fixes?: Fix[] } {
  if (!texts.every((text) => /^[^"\\\r\n]+$/.test(text) && text.trim() === text)) return {};
  const lines = texts.map((text) => `"${text}"`).join(`\n${instruction.word} ${name} `);
  const title = texts.length > 1 ? "Write a line for each" : `Write ${lines}`;
  return {
    fixes: [{ title, applicability: "unsafe", edits: [{ span: instruction.value.span, text: lines }] }],
  };
}

import { defineRule } from "../../rule.js";

/** Where diffs and reviews get hard to read; a prompt's paragraph in one line is a habit, so the bound is wide. */
const mostCharacters = 200;

export const longLine = defineRule({
  number: "MF703",
  name: "long-line",
  severity: "off",
  fix: "none",
  docs: {
    what: `A line is longer than ${mostCharacters} characters.`,
    why: "A change of one word shows as a change of the whole line, and few screens show it. Breaking it changes the text that the model is sent, so this is for you to decide.",
    instead: 'Break the text into lines between `"""` and `"""`.',
  },
  examples: {
    bad: `FROM llama3.2\nSYSTEM ${"Be brief. ".repeat(20)}\n`,
    good: "FROM llama3.2\nSYSTEM Be brief.\n",
  },
  check({ text }, report) {
    if (text.length <= mostCharacters) return;
    for (const { 0: line, index } of text.matchAll(tooLong)) {
      report({
        message: `the line has ${line.length} characters`,
        span: { start: index + mostCharacters, end: index + line.length },
      });
    }
  },
});

const tooLong = new RegExp(`(?<![^\\r\\n])[^\\r\\n]{${mostCharacters + 1},}`, "g");

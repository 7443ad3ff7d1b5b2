import { printable } from "../../../../base/redact.js";
import { defineRule } from "../../rule.js";

export const fileReferenceInValue = defineRule({
  number: "MF411",
  name: "file-reference-in-value",
  severity: "warning",
  fix: "none",
  docs: {
    what: "The whole value of SYSTEM, TEMPLATE or MESSAGE refers to a file: `file://…`, `@prompt.txt`, `./system.md`, `$(cat prompt.txt)`.",
    why: "Ollama includes no files. The reference itself becomes the text that the model sees.",
    instead: 'Put the text into the Modelfile, between `"""` if it has several lines.',
  },
  examples: {
    bad: "FROM llama3.2\nSYSTEM file://./system.txt\n",
    good: 'FROM llama3.2\nSYSTEM """Read file:///etc/motd when asked, and mention @anna."""\n',
  },
  check({ valued }, report) {
    for (const { name, value } of valued) {
      if (name !== "SYSTEM" && name !== "TEMPLATE" && name !== "MESSAGE") continue;
      // A reference is short; longer texts need not be searched.
      if (!value.closed || value.text.length > 300) continue;
      const text = value.text.trim();
      // In a conversation a file's name alone may be what somebody says.
      if (!reference.test(text) && (name === "MESSAGE" || !fileName.test(text))) continue;
      report({
        message: `${printable(text, 60)} is not read as a file`,
        span: value.span,
        notes: ["Ollama includes no files; this becomes the text itself."],
      });
    }
  },
});

const reference =
  /^(?:file:\/\/\S+|@[\w.~/\\-]*[./\\][\w./\\-]+|(?:\$\(\s*(?:cat\s|<)|<\(cat\s|!?include:?\s|\{%\s*include\s)[^\n]+)$/i;
const fileName = /^[\w.~/\\-]+\.(?:txt|md|prompt|tmpl|gotmpl|jinja2?|j2)$/i;

import { defineRule } from "../../rule.js";

export const utf16Encoding = defineRule({
  number: "MF009",
  name: "utf-16-encoding",
  severity: "warning",
  fix: "none",
  docs: {
    what: "The file is UTF-16, as older Windows PowerShell writes with `>`.",
    why: "Ollama reads it. Git takes it for a binary file and shows no changes, and most other tools cannot read it at all.",
    instead:
      "Save it as UTF-8: `Get-Content Modelfile | Set-Content -Encoding utf8 Modelfile.new` in PowerShell, `iconv -f UTF-16 -t UTF-8` elsewhere.",
  },
  // A string has no encoding: the fixtures show the bytes.
  examples: { bad: "\ufeffF\0R\0O\0M\0 \0l\0l\0a\0m\0a\x003\0\n", good: "FROM llama3.2\n" },
  check({ tree: { source } }, report) {
    if (source.encoding === "utf-8") return;
    const order = source.encoding === "utf-16le" ? "little-endian" : "big-endian";
    report({
      message: `the file is UTF-16 (${order})`,
      span: { start: 0, end: 1 },
      notes: ["Ollama reads it, but Git and most other tools take it for a binary file. Save it as UTF-8."],
    });
  },
});

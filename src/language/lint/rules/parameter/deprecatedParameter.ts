import { deleteLine } from "../../deleteLine.js";
import { compareVersions, tryParseVersion } from "../../ollamaVersion.js";
import { defineRule } from "../../rule.js";

export const deprecatedParameter = defineRule({
  number: "MF202",
  name: "deprecated-parameter",
  severity: "warning",
  fix: "safe",
  docs: {
    what: "PARAMETER names something that Ollama once knew and now skips.",
    why: "`ollama create` prints a warning that is easy to miss; the model is built as if the line were not there.",
    instead: "Delete the line. For mirostat's place, look at temperature, top_p and min_p.",
  },
  examples: {
    bad: "FROM llama3.2\nPARAMETER mirostat 2\nPARAMETER temperature 0.7\n",
    good: "FROM llama3.2\nPARAMETER temperature 0.7\nPARAMETER min_p 0.05\n",
  },
  check(file, report) {
    for (const { name, nameSpan, retired, instruction } of file.parameters) {
      if (retired?.today !== "ignored" || !instruction.value.closed) continue;
      const until = tryParseVersion(retired.until);
      if (until && compareVersions(file.ollama.max, until) < 0) continue;
      report({
        message: `${name} has no effect since Ollama ${retired.until}`,
        span: nameSpan,
        notes: [retired.instead],
        fixes: [{ title: "Delete the line", applicability: "safe", edits: deleteLine(file, instruction) }],
      });
    }
  },
});

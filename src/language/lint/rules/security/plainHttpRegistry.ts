import { printable } from "../../../../base/redact.js";
import { defineRule } from "../../rule.js";
import { hasCredentials } from "../../views/urls.js";

export const plainHttpRegistry = defineRule({
  number: "MF603",
  name: "plain-http-registry",
  severity: "warning",
  fix: "unsafe",
  docs: {
    what: "FROM asks for a registry over plain http.",
    why: "Ollama drops the `http://` and asks over https, so a registry without TLS is not reached. Over plain http anybody on the way could put another model in its place.",
    instead:
      "Leave the scheme out. For a registry on the own machine without TLS, run `ollama pull --insecure` first: FROM then finds the model in the store.",
  },
  examples: {
    bad: "FROM http://localhost:5000/acorn/pine:7b\n",
    good: "FROM localhost:5000/acorn/pine:7b\n",
  },
  check({ sources }, report) {
    for (const { instruction, text, form } of sources) {
      if (form.kind !== "url" || form.scheme !== "http" || !form.name || hasCredentials(text)) continue;
      const { contentSpan, text: written } = instruction.value;
      const start = contentSpan.start + written.indexOf(text);
      const scheme = { start, end: start + "http://".length };
      report({
        message: `Ollama drops http:// and asks over https: ${printable(text, 80)}`,
        span: scheme,
        notes: [
          "A registry without TLS is reached with `ollama pull --insecure` alone; FROM has no such switch.",
        ],
        ...(instruction.value.dropped.length === 0
          ? {
              fixes: [
                {
                  title: "Leave it out",
                  applicability: "unsafe" as const,
                  edits: [{ span: scheme, text: "" }],
                },
              ],
            }
          : {}),
      });
    }
  },
});

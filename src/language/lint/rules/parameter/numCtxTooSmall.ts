import type { LintFile } from "../../lintFile.js";
import { defineRule } from "../../rule.js";
import { tryFindNumber } from "../../views/effectiveParameter.js";
import { literalText, tryFindTemplate } from "../../views/templateText.js";

export const numCtxTooSmall = defineRule({
  number: "MF211",
  name: "num-ctx-too-small",
  severity: "warning",
  fix: "none",
  docs: {
    what: "num_ctx is 512 tokens or less (a warning), or less than 1024 (an info). Models that embed or complete, by their name or a template that is the prompt alone, are not meant.",
    why: "The window holds system text, conversation and answer together. In a small one Ollama drops the oldest messages after a turn or two, and long answers lose their beginning.",
    instead: "Leave num_ctx out, or give it room for the whole conversation: 4096 or more.",
  },
  examples: {
    bad: "FROM llama3.2\nPARAMETER num_ctx 512\n",
    good: "FROM llama3.2\nPARAMETER num_ctx 1024\n",
  },
  check(file, report) {
    const found = tryFindNumber(file, "num_ctx");
    // What is below 1 is out of range: MF204 speaks of it.
    if (!found || found.number >= 1024 || found.number < 1 || !isForConversation(file)) return;
    report({
      message: `num_ctx ${found.number} leaves little room for a conversation`,
      span: found.use.instruction.value.span,
      severity: found.number <= 512 ? "warning" : "info",
      notes: ["It holds system text, conversation and answer together."],
    });
  },
});

/** Many embedding models have a window of 512, and `ollama show` writes it down with their `{{ .Prompt }}`. */
function isForConversation(file: LintFile): boolean {
  if (file.last("SYSTEM") || file.last("MESSAGE")) return true;
  const template = tryFindTemplate(file);
  if (template && literalText(template.value.text).trim() === "") return false;
  return !file.all("FROM").some(({ value }) => embedding.test(value.text));
}

const embedding = /embed|rerank|minilm|(?:^|[-_./\\])(?:bge|e5|gte)[-_]/i;

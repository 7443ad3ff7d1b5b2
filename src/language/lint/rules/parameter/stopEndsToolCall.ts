import { printable } from "../../../../base/redact.js";
import { defineRule } from "../../rule.js";
import { stopUses } from "../../views/stopUses.js";

/** `</tool_call>`, `[/TOOL_CALLS]`, `<|tool_call_end|>`, `<｜tool▁calls▁end｜>` … */
const closingToolTag = /^(?:<\/|\[\/|<[|｜])[^<>\s]*(?:tool|function)[^<>\s]*(?:>|\])$/iu;
const isClosing = (text: string): boolean =>
  closingToolTag.test(text) && (/^[<[]\//.test(text) || /(?:end|close)/i.test(text));

export const stopEndsToolCall = defineRule({
  number: "MF230",
  name: "stop-ends-tool-call",
  severity: "info",
  fix: "none",
  docs: {
    what: "A stop is the tag that closes a tool call.",
    why: "The answer ends before the tag, so that whoever reads tool calls out of it never sees where the call ends.",
    instead: "Stop at the token that ends the turn; the tag itself is part of the answer.",
  },
  examples: {
    bad: 'FROM ./pine.gguf\nPARAMETER stop "</tool_call>"\n',
    good: 'FROM ./pine.gguf\nPARAMETER stop "<|im_end|>"\n',
  },
  check(file, report) {
    for (const { text, value } of stopUses(file)) {
      if (!isClosing(text)) continue;
      report({
        message: `the answer ends before ${printable(text, 60)}, which belongs to it`,
        span: value.span,
        notes: ["Without the closing tag a tool call may not be recognised."],
      });
    }
  },
});

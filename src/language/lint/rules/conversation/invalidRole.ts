import { printable } from "../../../../base/redact.js";
import { didYouMean } from "../../../diagnostics/didYouMean.js";
import { messageRoles } from "../../../modelfile/instructions.js";
import type { NamePart } from "../../../modelfile/tree.js";
import { defineRule, type Finding } from "../../rule.js";
import { tryFindMeantRole } from "../../views/messageUses.js";

export const invalidRole = defineRule({
  number: "MF401",
  name: "invalid-role",
  severity: "error",
  fatal: true,
  fix: "unsafe",
  docs: {
    what: "MESSAGE has a role other than system, user or assistant. Roles are lower-case.",
    why: '`ollama create` stops with `message role must be one of "system", "user", or "assistant"`.',
    instead: "Write one of the three. The roles of other tools (human, bot, model …) have these names here.",
  },
  examples: {
    bad: "FROM llama3.2\nMESSAGE human Is Toronto in Canada?\nMESSAGE Assistant yes\n",
    good: "FROM llama3.2\nMESSAGE user Is Toronto in Canada?\nMESSAGE assistant yes\n",
  },
  check(file, report) {
    for (const { problem, argument } of file.all("MESSAGE")) {
      if (problem?.kind === "bad-role" && argument) report(describe(argument));
    }
  },
});

function describe({ text, span }: NamePart): Finding {
  if (text === "") {
    const blank = { start: span.start - 1, end: span.start };
    return {
      message: "two blanks before the role: Ollama reads an empty role",
      span: blank,
      fixes: [{ title: "Leave one blank", applicability: "unsafe", edits: [{ span: blank, text: "" }] }],
    };
  }
  const message = `"${printable(text, 40)}" is not a role`;
  const meant = tryFindMeantRole(text) ?? didYouMean(text, messageRoles);
  if (!meant) {
    const notes = /^(?:tool|function)$/i.test(text)
      ? ["A Modelfile has no messages of tools."]
      : [`The roles are ${messageRoles.join(", ")}.`];
    return { message, span, notes };
  }
  return {
    message: `${message}; did you mean ${meant}?`,
    span,
    fixes: [{ title: `Write ${meant}`, applicability: "unsafe", edits: [{ span, text: meant }] }],
  };
}

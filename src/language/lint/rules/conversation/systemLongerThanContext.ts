import type { LintFile, ValuedInstruction } from "../../lintFile.js";
import { defineRule, type Finding } from "../../rule.js";
import { tryFindNumber } from "../../views/effectiveParameter.js";

/** English text of ordinary vocabularies; other scripts take more tokens, so the estimate is a low one. */
const charactersPerToken = 4;
const share = 0.75;
/** What Ollama v0.33 takes with less than 23 GiB of GPU memory (server/routes.go). */
const smallestDefault = 4096;

export const systemLongerThanContext = defineRule({
  number: "MF409",
  name: "system-longer-than-context",
  severity: "warning",
  fix: "none",
  docs: {
    what: "The system text takes more than three quarters of the context window, at an estimated four characters a token. Without num_ctx the window is taken for 4096, Ollama's smallest default.",
    why: "Little is left for the conversation. Ollama drops the oldest messages and keeps the system text, and a text longer than the window is cut or refused.",
    instead: "Raise num_ctx, or shorten the text.",
  },
  examples: {
    bad: `FROM llama3.2\nPARAMETER num_ctx 32\nSYSTEM ${"Answer briefly. ".repeat(8).trim()}\n`,
    good: "FROM llama3.2\nPARAMETER num_ctx 512\nSYSTEM Answer briefly.\n",
  },
  check(file, report) {
    const system = file.last("SYSTEM");
    if (!system?.value.closed) return;
    const tokens = Math.ceil(system.value.text.length / charactersPerToken);
    const context = tryFindNumber(file, "num_ctx");
    const size = context && context.number >= 1 ? context.number : smallestDefault;
    if (tokens > size * share) report(describe(file, system, tokens, size));
  },
});

function describe(file: LintFile, { wordSpan }: ValuedInstruction, tokens: number, size: number): Finding {
  const context = tryFindNumber(file, "num_ctx");
  const estimate = `about ${tokens} tokens (at ${charactersPerToken} characters each)`;
  const span = wordSpan;
  if (!context || context.number !== size) {
    return {
      message: `the system text is ${estimate}, and the file sets no num_ctx`,
      span,
      notes: [`Without it the window may be as small as ${size} tokens.`],
    };
  }
  return {
    message: `the system text is ${estimate} of a window of ${size}`,
    span,
    related: [{ span: context.use.instruction.value.span, message: "the window" }],
    notes: ["Little is left for the conversation: Ollama drops its oldest messages first."],
  };
}

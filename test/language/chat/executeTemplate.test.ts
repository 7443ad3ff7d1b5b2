import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { executeTemplate } from "../../../src/language/chat/executeTemplate.js";
import {
  detectThinkingTags,
  detectToolTag,
  parseChatTemplate,
  readConversation,
} from "../../../src/language/chat/index.js";
import { collateMessages } from "../../../src/language/chat/messages/collateMessages.js";
import { printNode } from "../../../src/language/gotemplate/index.js";

interface GeneratedCase {
  readonly template: string;
  readonly prompt: string;
  readonly suffix: string;
  readonly vars: readonly string[];
  readonly tree: string;
  readonly tags: readonly string[];
  readonly output?: string;
  readonly error?: string;
  readonly panic?: string;
}

const fixture = join(import.meta.dirname, "../../../fixtures/chat-generated/cases.jsonl");
const lines = readFileSync(fixture, "utf8").split("\n").filter(Boolean);

/** Random templates and requests, recorded with Ollama's own packages (fixtures/chat-generated/README.md). */
test.each([{ explain: false }, { explain: true }])(
  "random templates run as in Ollama (%o)",
  ({ explain }) => {
    for (const line of lines) {
      const recorded = JSON.parse(line) as GeneratedCase;
      const { template: text, prompt, suffix, vars, tree, tags, output, error, panic } = recorded;
      const parsed = parseChatTemplate(text);
      if (parsed.kind === "error") throw new Error(`${text}: ${parsed.message}`);
      const { template } = parsed;
      const { messages, tools, think } = readConversation(recorded);
      const values = { conversation: collateMessages(messages), tools, think, prompt, suffix };
      const result = executeTemplate(template, values, { now: new Date(0), explain, limits: undefined });
      const { opening, closing } = detectThinkingTags(template);
      const got = {
        text,
        vars: template.variables,
        tree: printNode(template.root.root),
        tags: [opening, closing, detectToolTag(template)],
        outcome: result.kind === "ok" ? result.text : (result.panic ?? result.message),
      };
      expect(got).toEqual({ text, vars, tree, tags, outcome: output ?? error ?? panic });
    }
    expect(lines.length).toBe(289);
  },
);

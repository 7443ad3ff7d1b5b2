import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  type ChatTemplate,
  detectCapabilities,
  detectThinkingTags,
  detectToolTag,
  hasHarmonyTags,
  hasToolRoundTrip,
  type PromptResult,
  parseChatTemplate,
  readConversation,
  renderChat,
  renderGenerate,
} from "../../../src/language/chat/index.js";
import { printNode } from "../../../src/language/gotemplate/index.js";
import type { CaseResult } from "./caseResult.js";

interface RecordedTemplate {
  readonly id: string;
  readonly template: string;
  readonly parse_error?: string;
  readonly vars?: readonly string[];
  readonly tree?: string;
  readonly capabilities?: readonly string[];
  readonly tool_round_trip?: boolean;
  readonly thinking_tags?: readonly string[];
  readonly tool_tag?: string;
  readonly harmony_tags?: boolean;
}

interface RecordedOutcome {
  readonly template: string;
  readonly output?: string;
  readonly error?: string;
  readonly panic?: string;
  readonly media?: number;
}

interface RecordedRender extends RecordedOutcome {
  readonly conversation: string;
}

interface RecordedGenerate extends RecordedOutcome {
  readonly case: number;
  readonly prompt: string;
  readonly suffix: string;
}

/** The day of the recordings is masked in them, so any day does. */
const now = new Date(2024, 6, 26, 13, 45, 6);
const masks: readonly (readonly [RegExp, string])[] = [
  [/2024-07-26/g, "<DATE>"],
  [/2024-07-25/g, "<YESTERDAY>"],
  // A printed pointer is another one in every process.
  [/\{0x[0-9a-f]+\}/g, "{<POINTER>}"],
];

/** Runs a folder of recordings: templates.jsonl, renders.jsonl with conversations.jsonl, generate.jsonl. */
export async function* runCases(folder: string): AsyncIterable<CaseResult> {
  const templates = new Map<string, ChatTemplate>();
  for (const recorded of readLines<RecordedTemplate>(folder, "templates.jsonl")) {
    const parsed = parseChatTemplate(recorded.template);
    if (parsed.kind === "ok") templates.set(recorded.id, parsed.template);
    yield judgeTemplate(recorded);
  }
  const conversations = new Map(
    readLines<{ readonly id: string }>(folder, "conversations.jsonl").map((line) => [
      line.id,
      readConversation(line),
    ]),
  );
  for (const recorded of readLines<RecordedRender>(folder, "renders.jsonl")) {
    const id = `render ${recorded.template}/${recorded.conversation}`;
    const template = templates.get(recorded.template);
    const conversation = conversations.get(recorded.conversation);
    if (template === undefined || conversation === undefined) {
      yield { id, ok: false, want: recorded, got: "no such template or conversation" };
    } else yield judge(id, recorded, renderChat({ ...conversation, template, now }));
  }
  for (const recorded of readLines<RecordedGenerate>(folder, "generate.jsonl")) {
    const { prompt, suffix } = recorded;
    const id = `generate ${recorded.template}/${recorded.case}`;
    const template = templates.get(recorded.template);
    if (template === undefined) yield { id, ok: false, want: recorded, got: "no such template" };
    // Without a suffix the recording is of a user's message alone.
    else if (suffix === "") {
      yield judge(id, recorded, renderChat({ template, now, messages: [{ role: "user", content: prompt }] }));
    } else yield judge(id, recorded, renderGenerate({ template, now, prompt, suffix }));
  }
}

function readLines<T>(folder: string, name: string): readonly T[] {
  const file = join(folder, name);
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.filter((line) => line.trim() !== "").map((line) => JSON.parse(line) as T);
}

function judgeTemplate(recorded: RecordedTemplate): CaseResult {
  const { id, template, parse_error, vars, tree, capabilities, ...rest } = recorded;
  const { tool_round_trip, thinking_tags, tool_tag, harmony_tags } = rest;
  const want =
    parse_error === undefined
      ? { vars, tree, capabilities, tool_round_trip, thinking_tags, tool_tag, harmony_tags }
      : { parse_error };
  return compare(`template ${id}`, describeTemplate(template), want);
}

function describeTemplate(text: string): object {
  const parsed = parseChatTemplate(text);
  if (parsed.kind === "error") return { parse_error: parsed.message };
  const { template } = parsed;
  const { opening, closing } = detectThinkingTags(template);
  return {
    vars: template.variables,
    tree: printNode(template.root.root),
    capabilities: detectCapabilities(template),
    tool_round_trip: hasToolRoundTrip(template),
    thinking_tags: [opening, closing],
    tool_tag: detectToolTag(template),
    harmony_tags: hasHarmonyTags(template),
  };
}

function judge(id: string, recorded: RecordedOutcome, result: PromptResult): CaseResult {
  const { output, error, panic, media = 0 } = recorded;
  if (panic !== undefined) return compare(id, outcomeOf(result), { panic });
  return compare(
    id,
    outcomeOf(result),
    error === undefined ? { output: mask(output ?? ""), media } : { error },
  );
}

function outcomeOf(result: PromptResult): object {
  if (result.kind === "ok") return { output: mask(result.text), media: result.media.length };
  return result.reason === "panic" ? { panic: result.panic } : { error: result.message };
}

function mask(text: string): string {
  return masks.reduce((masked, [pattern, name]) => masked.replace(pattern, name), text);
}

function compare(id: string, got: object, want: object): CaseResult {
  const ok = JSON.stringify(got) === JSON.stringify(want);
  return ok ? { id, ok } : { id, ok, got, want };
}

import { executeTemplate, executionModeOf } from "./executeTemplate.js";
import { type CollatedConversation, collateMessages } from "./messages/collateMessages.js";
import { type ChatLoss, findLegacyLosses, findMergeLosses } from "./messages/findLosses.js";
import type { Message, Tool } from "./messages/messages.js";
import { planTurns } from "./messages/planTurns.js";
import { tagImages } from "./messages/tagImages.js";
import { openTemplate, type PromptRequest, type PromptResult } from "./prompt.js";

export interface ChatPromptRequest extends PromptRequest {
  readonly messages: readonly Message[];
  readonly tools?: readonly Tool[] | undefined;
}

/**
 * The prompt that Ollama v0.33 makes of a conversation with a Go template, byte for byte, nothing left out
 * for want of room in the context (server/prompt.go, chatPrompt).
 */
export function renderChat(request: ChatPromptRequest): PromptResult {
  const { messages: given, tools, think, now, explain = false, limits } = request;
  const opened = openTemplate(request.template);
  if (opened.kind === "error") return opened;
  const { template } = opened;
  const { messages, media } = tagImages(given);
  const conversation = collateMessages(messages);
  const insert = { prompt: "", suffix: "" };
  const values = { conversation, tools, think, ...insert };
  const executed = executeTemplate(template, values, { now, explain, limits });
  if (executed.kind === "error") return executed;
  const isLegacy = executionModeOf(template, insert) === "legacy";
  const losses = [
    ...findMergeLosses(conversation.messages, given),
    ...(isLegacy ? lossesOfTurns(conversation, (tools?.length ?? 0) > 0) : []),
  ];
  const { text, pieces } = executed;
  return { kind: "ok", text, media, losses, ...(explain ? { pieces } : {}) };
}

function lossesOfTurns({ messages }: CollatedConversation, hasTools: boolean): readonly ChatLoss[] {
  const seen = planTurns(messages).flatMap(({ system, prompt, response }) => [
    ...system.sources,
    ...prompt.sources,
    ...response.sources,
  ]);
  return findLegacyLosses(messages, new Set(seen), hasTools);
}

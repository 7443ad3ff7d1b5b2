import { executeTemplate } from "./executeTemplate.js";
import { collateMessages } from "./messages/collateMessages.js";
import type { Message } from "./messages/messages.js";
import { openTemplate, type PromptRequest, type PromptResult } from "./prompt.js";
import { renderChat } from "./renderChat.js";

export interface GeneratePromptRequest extends PromptRequest {
  readonly prompt: string;
  /** What follows the text that the model is to write. */
  readonly suffix?: string | undefined;
  /** Left out where there is a suffix, as Ollama does. */
  readonly system?: string | undefined;
  readonly images?: readonly Uint8Array[] | undefined;
}

/** The prompt that Ollama v0.33 makes of a request to /api/generate (server/routes.go, GenerateHandler). */
export function renderGenerate(request: GeneratePromptRequest): PromptResult {
  const { prompt, suffix = "", system = "", images, think, now, explain = false, limits } = request;
  if (suffix === "") {
    const messages: readonly Message[] = [
      ...(system === "" ? [] : [{ role: "system", content: system }]),
      { role: "user", content: prompt, images },
    ];
    // Ollama passes an empty list of tools here and not none.
    return renderChat({ ...request, messages, tools: [] });
  }
  const opened = openTemplate(request.template);
  if (opened.kind === "error") return opened;
  const values = { conversation: collateMessages([]), tools: undefined, prompt, suffix, think };
  const executed = executeTemplate(opened.template, values, { now, explain, limits });
  if (executed.kind === "error") return executed;
  const { text, pieces } = executed;
  return { kind: "ok", text, media: images ?? [], losses: [], ...(explain ? { pieces } : {}) };
}

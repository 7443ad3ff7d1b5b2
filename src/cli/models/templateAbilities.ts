import type { TemplateAbilities } from "../../build/show/capabilities.js";
import { detectCapabilities, hasToolRoundTrip, parseChatTemplate } from "../../language/chat/index.js";

/** What a Go template can express, as Ollama tells it. */
export function readTemplateAbilities(text: string): TemplateAbilities {
  const parsed = parseChatTemplate(text);
  if (parsed.kind === "error") return { tools: false, thinking: false, insert: false, toolRoundTrip: false };
  const capabilities = detectCapabilities(parsed.template);
  return {
    tools: capabilities.includes("tools"),
    insert: capabilities.includes("insert"),
    thinking: capabilities.includes("thinking"),
    toolRoundTrip: hasToolRoundTrip(parsed.template),
  };
}

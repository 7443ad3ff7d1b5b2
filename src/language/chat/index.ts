/** The prompts that Ollama makes of conversations, and what it reads out of a chat template. */
export type { ExecutionMode } from "./executeTemplate.js";
export { executionModeOf } from "./executeTemplate.js";
export type { ChatLoss, MessagePart } from "./messages/findLosses.js";
export * from "./messages/messages.js";
export { parseConversation, parseTools, readConversation, readTools } from "./messages/parseConversation.js";
export { conversationLimits } from "./messages/readJson.js";
export type { PromptError, PromptPiece, PromptRequest, PromptResult } from "./prompt.js";
export { type ChatPromptRequest, renderChat } from "./renderChat.js";
export { type GeneratePromptRequest, renderGenerate } from "./renderGenerate.js";
export { cutLegacy, type LegacyCut } from "./template/cutLegacy.js";
export {
  detectCapabilities,
  hasHarmonyTags,
  hasToolRoundTrip,
  type TemplateCapability,
} from "./template/detectCapabilities.js";
export { detectThinkingTags, type ThinkingTags } from "./template/detectThinkingTags.js";
export { detectToolTag } from "./template/detectToolTag.js";
export {
  type ChatTemplate,
  type ChatTemplateResult,
  defaultTemplateText,
  parseChatTemplate,
  usesVariable,
} from "./template/parseChatTemplate.js";
export { goFunctionNames } from "./values/goFunctions.js";

import { detectThinkingTags } from "./detectThinkingTags.js";
import { type ChatTemplate, usesVariable } from "./parseChatTemplate.js";

export type TemplateCapability = "tools" | "insert" | "thinking";

/** What Ollama infers from a Go template alone (server/images.go, goTemplateCapabilities), in its order. */
export function detectCapabilities(template: ChatTemplate): readonly TemplateCapability[] {
  const capabilities: TemplateCapability[] = [];
  if (usesVariable(template, "tools")) capabilities.push("tools");
  if (usesVariable(template, "suffix")) capabilities.push("insert");
  const { opening, closing } = detectThinkingTags(template);
  if (opening !== "" && closing !== "") capabilities.push("thinking");
  return capabilities;
}

/** Texts that tell Ollama of a template that it renders tools' results (server/images.go). */
const resultMarks = ['eq .Role "tool"', "tool_response", "TOOL_RESULTS"] as const;

/** Whether a template offers tools, renders calls of them and their results. */
export function hasToolRoundTrip(template: ChatTemplate): boolean {
  return (
    usesVariable(template, "tools") &&
    usesVariable(template, "toolcalls") &&
    resultMarks.some((mark) => template.text.includes(mark))
  );
}

/** Whether the text has the marks of gpt-oss; Ollama then takes the harmony parser if the family is gptoss too. */
export function hasHarmonyTags({ text }: ChatTemplate): boolean {
  return text.includes("<|start|>") && text.includes("<|end|>");
}

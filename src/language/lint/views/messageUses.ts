import { isMessageRole, type MessageRole } from "../../modelfile/instructions.js";
import type { LintFile, ValuedInstruction } from "../lintFile.js";

/** A MESSAGE line with the role that it has or was meant to have. */
export interface MessageUse {
  /** Undefined when nobody can tell. */
  readonly role: MessageRole | undefined;
  readonly instruction: ValuedInstruction;
}

/**
 * A role that Ollama refuses is MF401's; the other rules go on with the one that was meant, so that
 * mending it brings nothing new to light.
 */
export function messageUses(file: LintFile): MessageUse[] {
  return file.all("MESSAGE").map((instruction) => ({
    role: tryFindMeantRole(instruction.argument?.text ?? ""),
    instruction,
  }));
}

/** What other tools and older prompts call the roles. */
const synonyms: Readonly<Record<string, MessageRole>> = {
  human: "user",
  you: "user",
  customer: "user",
  prompt: "user",
  question: "user",
  ai: "assistant",
  bot: "assistant",
  chatbot: "assistant",
  gpt: "assistant",
  model: "assistant",
  agent: "assistant",
  answer: "assistant",
  response: "assistant",
  developer: "system",
};

export function tryFindMeantRole(text: string): MessageRole | undefined {
  const role = text.toLowerCase();
  if (isMessageRole(role)) return role;
  return Object.hasOwn(synonyms, role) ? synonyms[role] : undefined;
}

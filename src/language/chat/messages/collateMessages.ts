import type { Message } from "./messages.js";

/** A message as a template sees it, with the indexes of those it was made from. */
export interface CollatedMessage {
  readonly message: Message;
  readonly sources: readonly number[];
}

export interface CollatedConversation {
  /** The text of all system messages. */
  readonly system: string;
  readonly messages: readonly CollatedMessage[];
}

/**
 * Merges messages of the same role that follow each other, except tool results, with a blank line between.
 * Only the text is merged: what else the later ones hold is lost (template/template.go, collate).
 */
export function collateMessages(messages: readonly Message[]): CollatedConversation {
  const collated: CollatedMessage[] = [];
  const system: string[] = [];
  // Texts are gathered and joined once, so that ten thousand merged messages don't copy each other.
  let parts: string[] = [];
  const closeRun = (): void => {
    const last = collated.pop();
    if (last !== undefined) {
      collated.push({ ...last, message: { ...last.message, content: parts.join("\n\n") } });
    }
    parts = [];
  };
  let sources: number[] = [];
  for (const [index, message] of messages.entries()) {
    if (message.role === "system") system.push(message.content);
    const isMerged = message.role !== "tool" && collated.at(-1)?.message.role === message.role;
    if (!isMerged) {
      closeRun();
      sources = [];
      collated.push({ message, sources });
    }
    parts.push(message.content);
    sources.push(index);
  }
  closeRun();
  return { system: system.join("\n\n"), messages: collated };
}

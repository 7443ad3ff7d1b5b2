import type { CollatedMessage } from "./collateMessages.js";
import type { Message } from "./messages.js";

/** Something of a conversation that Ollama drops without a word. Messages are named by index. */
export type ChatLoss =
  /** A message merged into an earlier one of its role keeps only its text. */
  | {
      readonly kind: "merged";
      readonly message: number;
      readonly into: number;
      readonly lost: readonly MessagePart[];
    }
  /** A later message of the same role came before a new turn began. */
  | { readonly kind: "overwritten"; readonly message: number }
  /** Templates without `.Messages` know three roles. */
  | { readonly kind: "role"; readonly message: number; readonly role: string }
  /** What a message holds besides its text, of which templates without `.Messages` see nothing. */
  | { readonly kind: "parts"; readonly message: number; readonly lost: readonly MessagePart[] }
  | { readonly kind: "tools" };

export type MessagePart = "images" | "thinking" | "toolCalls";

export function findMergeLosses(
  collated: readonly CollatedMessage[],
  messages: readonly Message[],
): readonly ChatLoss[] {
  return collated.flatMap(({ sources: [into, ...merged] }) =>
    merged.flatMap((index): readonly ChatLoss[] => {
      const lost = partsOf(messages[index]);
      return into === undefined || lost.length === 0 ? [] : [{ kind: "merged", message: index, into, lost }];
    }),
  );
}

/** Losses of a template without `.Messages`; its turns name the messages that it does see. */
export function findLegacyLosses(
  collated: readonly CollatedMessage[],
  seen: ReadonlySet<number>,
  hasTools: boolean,
): readonly ChatLoss[] {
  const losses = collated.flatMap(({ message, sources }): readonly ChatLoss[] => {
    const [index] = sources;
    if (index === undefined) return [];
    if (!legacyRoles.has(message.role)) return [{ kind: "role", message: index, role: message.role }];
    if (!sources.every((source) => seen.has(source))) return [{ kind: "overwritten", message: index }];
    // The mark of an image is text, and stays.
    const lost = partsOf(message).filter((part) => part !== "images");
    return lost.length === 0 ? [] : [{ kind: "parts", message: index, lost }];
  });
  return hasTools ? [...losses, { kind: "tools" }] : losses;
}

const legacyRoles: ReadonlySet<string> = new Set(["system", "user", "assistant"]);

function partsOf(message: Message | undefined): readonly MessagePart[] {
  const parts: MessagePart[] = [];
  if (message?.images?.length) parts.push("images");
  if (message?.thinking) parts.push("thinking");
  if (message?.toolCalls?.length) parts.push("toolCalls");
  return parts;
}

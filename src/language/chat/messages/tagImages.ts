import type { Message } from "./messages.js";

export interface TaggedMessages {
  readonly messages: readonly Message[];
  /** All images in order: `[img-N]` stands for the one at index N. */
  readonly media: readonly Uint8Array[];
}

/**
 * Puts a mark into the text for every image: in place of the first `[img]` that is left, else in front
 * (server/prompt.go, imageTaggedMessages, for models without a RENDERER).
 */
export function tagImages(messages: readonly Message[]): TaggedMessages {
  const media: Uint8Array[] = [];
  const tagged = messages.map((message) => {
    if (message.images === undefined || message.images.length === 0) return message;
    const parts = message.content.split("[img]");
    let used = 0;
    let prefix = "";
    let content = parts[0] ?? "";
    for (const image of message.images) {
      const tag = `[img-${media.length}]`;
      media.push(image);
      const rest = parts[++used];
      if (rest === undefined) prefix += tag;
      else content += tag + rest;
    }
    for (const rest of parts.slice(used + 1)) content += `[img]${rest}`;
    return { ...message, content: prefix + content };
  });
  return { messages: tagged, media };
}

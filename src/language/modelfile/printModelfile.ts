import type { ModelfileTree } from "./tree.js";

/** The bytes that the tree was read from, out of its tokens: nothing is lost, damage and encoding included. */
export function printModelfile({ tokens, source }: ModelfileTree): Uint8Array {
  const parts = tokens.map(({ startOffset, image }) =>
    source.bytesOf(startOffset, startOffset + image.length),
  );
  const printed = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    printed.set(part, at);
    at += part.length;
  }
  return printed;
}

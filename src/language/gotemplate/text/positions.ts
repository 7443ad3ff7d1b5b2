import { byteLength } from "./goText.js";

/** Line (from 1) of an offset. */
export function lineOf(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at >= 0 && at < offset; at = text.indexOf("\n", at + 1)) line++;
  return line;
}

/** Column of an offset as Go counts it: bytes since the line's start. */
export function byteColumnOf(text: string, offset: number): number {
  return byteLength(text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset));
}

import type { TextEdit } from "../../text/edit.js";

/** The one edit that turns `before` into `after`, without what both have at their ends; none when they are equal. */
export function narrowEdit(before: string, after: string, offset = 0): readonly TextEdit[] {
  if (before === after) return [];
  const shorter = Math.min(before.length, after.length);
  let same = 0;
  while (same < shorter && before[same] === after[same]) same++;
  // Editors must not be told to cut a pair in two.
  if (isPairSplit(before, same) || isPairSplit(after, same)) same--;
  let tail = 0;
  while (tail < shorter - same && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  if (isPairSplit(before, before.length - tail) || isPairSplit(after, after.length - tail)) tail--;
  return [
    {
      span: { start: offset + same, end: offset + before.length - tail },
      text: after.slice(same, after.length - tail),
    },
  ];
}

/** Whether an offset lies inside a surrogate pair or a CRLF. */
function isPairSplit(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  const unit = text.charCodeAt(at);
  if (before === 0x0d && unit === 0x0a) return true;
  return before >= 0xd800 && before < 0xdc00 && unit >= 0xdc00 && unit < 0xe000;
}

/**
 * Blocks of East Asian Width W and F (Unicode 17, UAX #11) but for emoji, which have a property of their own in
 * regular expressions. Unassigned code points between two wide ones count as wide.
 */
const wideBlocks: readonly (readonly [first: number, last: number])[] = [
  [0x1100, 0x115f],
  [0x2329, 0x232a],
  [0x2630, 0x2637],
  [0x268a, 0x268f],
  [0x2e80, 0x303e],
  [0x3041, 0x3247],
  [0x3250, 0xa4c6],
  [0xa960, 0xa97c],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6b],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x1b2fb],
  [0x1d300, 0x1d376],
  [0x1f1ae, 0x1f1ae],
  [0x1f200, 0x1f265],
  [0x20000, 0x3fffd],
];

const emoji = /^\p{Emoji_Presentation}$/u;
const regionalIndicator = /^\p{Regional_Indicator}$/u;
const mark = /^[\p{Mn}\p{Me}]$/u;

/** Columns that a code point takes on a terminal: 0 for marks that sit on the one before, 2 for wide ones. */
export function widthOf(codePoint: number): 0 | 1 | 2 {
  if (codePoint < 0x300) return 1;
  const char = String.fromCodePoint(codePoint);
  if (mark.test(char) || isJamoTail(codePoint)) return 0;
  if (wideBlocks.some(([first, last]) => codePoint >= first && codePoint <= last)) return 2;
  return emoji.test(char) && !regionalIndicator.test(char) ? 2 : 1;
}

/** Vowels and final consonants of Hangul, which are drawn into the block that a first consonant opened. */
function isJamoTail(codePoint: number): boolean {
  return (codePoint >= 0x1160 && codePoint <= 0x11ff) || (codePoint >= 0xd7b0 && codePoint <= 0xd7ff);
}

/** A sign that its characters make an emoji: U+FE0F, a joiner, a flag's two letters, the frame of a keycap. */
const emojiSequence = /\ufe0f|\u200d|\u20e3|^\p{Regional_Indicator}{2}$/u;
const skinTone = /^\p{Emoji_Modifier}$/u;

/** Columns of what a reader takes for one character, however many code points it has. */
export function widthOfCluster(cluster: string): number {
  if (emojiSequence.test(cluster)) return 2;
  let width = 0;
  for (const char of cluster) {
    if (width === 0 || !skinTone.test(char)) width += widthOf(char.codePointAt(0) ?? 0);
  }
  return width;
}

import { expect, test } from "vitest";
import { deleteLine } from "../../../src/language/lint/deleteLine.js";
import { readPragmas } from "../../../src/language/lint/pragmas.js";
import { parseModelfile } from "../../../src/language/modelfile/parseModelfile.js";
import { tryApplyEdits } from "../../../src/language/text/edit.js";

/** The text without its second instruction. */
function withoutSecond(text: string): string | undefined {
  const tree = parseModelfile(text);
  const second = tree.instructions[1];
  const pragmas = readPragmas(tree).filter((pragma) => pragma.kind !== "malformed");
  return second && tryApplyEdits(text, deleteLine({ text, pragmas }, second));
}

test.each([
  ["with its line break", "FROM a\nSYSTEM b\nLICENSE c\n", "FROM a\nLICENSE c\n"],
  ["with CRLF", "FROM a\r\nSYSTEM b\r\nLICENSE c\r\n", "FROM a\r\nLICENSE c\r\n"],
  ["with CR", "FROM a\rSYSTEM b\rLICENSE c\r", "FROM a\rLICENSE c\r"],
  ["without a line break at the end", "FROM a\nSYSTEM b", "FROM a\n"],
  ["with the blanks around it", "FROM a\n \tSYSTEM b \t\nLICENSE c\n", "FROM a\nLICENSE c\n"],
  ["with all lines of its value", 'FROM a\nSYSTEM """\n\nb\n"""  \nLICENSE c\n', "FROM a\nLICENSE c\n"],
  ["with nothing for a value", "FROM a\nSYSTEM \nLICENSE c\n", "FROM a\nLICENSE c\n"],
  [
    "with the pragmas above it, not with other comments",
    "FROM a\n# mf: ignore[MF1] x\n# text\n# mf: ignore[MF2] y\nSYSTEM b\nLICENSE c\n",
    "FROM a\n# text\nLICENSE c\n",
  ],
  [
    "without the pragmas of other lines",
    "# mf: ignore[MF1] x\nFROM a\n# mf: ignore-file[MF2] y\nSYSTEM b\n# mf: ignore[MF3] z\nLICENSE c\n",
    "# mf: ignore[MF1] x\nFROM a\n# mf: ignore-file[MF2] y\n# mf: ignore[MF3] z\nLICENSE c\n",
  ],
])("a line goes %s", (_, text, expected) => {
  expect(withoutSecond(text)).toBe(expected);
});

import type { SourceFile } from "../../../text/sourceFile.js";
import { defineRule } from "../../rule.js";

export const invalidUtf8 = defineRule({
  number: "MF011",
  name: "invalid-utf-8",
  severity: "warning",
  fix: "none",
  docs: {
    what: "The file holds bytes that are not valid in its encoding, as a file does that was saved as Latin-1 or Windows-1252.",
    why: "Ollama puts U+FFFD, the replacement character, in their place: `café` becomes `caf�` in the prompt.",
    instead: "Save the file as UTF-8.",
  },
  // A string has no invalid bytes: the fixtures show them.
  examples: {
    bad: "FROM llama3.2\nSYSTEM Un caf\ufffd.\n",
    good: "FROM llama3.2\nSYSTEM Un café, s'il vous plaît.\n",
  },
  check({ tree: { source } }, report) {
    const [first, ...others] = source.damage;
    if (!first) return;
    const span = { start: first.offset, end: first.offset + 1 };
    const places = others.length > 0 ? `, and ${others.length} more such places` : "";
    report({
      message: `${printBytes(source, span.start)} not valid ${source.encoding === "utf-8" ? "UTF-8" : "UTF-16"}${places}`,
      span,
      related: others
        .slice(0, 3)
        .map(({ offset }) => ({ span: { start: offset, end: offset + 1 }, message: "here too" })),
      notes: [
        source.encoding === "utf-8"
          ? "Ollama reads U+FFFD in its place. Was the file saved as Latin-1 or Windows-1252? Save it as UTF-8."
          : "Ollama reads U+FFFD in its place. The file seems to be damaged.",
      ],
    });
  },
});

function printBytes(source: SourceFile, offset: number): string {
  const bytes = [...source.bytesOf(offset, offset + 1)];
  const shown = bytes.map((byte) => `0x${byte.toString(16).toUpperCase().padStart(2, "0")}`).join(" ");
  return bytes.length === 1 ? `byte ${shown} is` : `bytes ${shown} are`;
}

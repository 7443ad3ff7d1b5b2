import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatModelfile } from "../../../src/language/format/formatModelfile.js";
import { parseModelfile } from "../../../src/language/modelfile/parseModelfile.js";
import { readAsOllama } from "../../../src/language/modelfile/readAsOllama.js";
import { arbitraryBytes } from "../../support/modelfile/arbitraryModelfile.js";

const goldens = readFileSync(join(import.meta.dirname, "../../../fixtures/modelfile/cases.jsonl"), "utf8")
  .trim()
  .split("\n")
  .map(
    (line) => new Uint8Array(Buffer.from((JSON.parse(line) as { bytes_b64: string }).bytes_b64, "base64")),
  );

/** Formatting keeps Ollama's reading, every comment, and changes nothing the second time. */
function expectFaithful(bytes: Uint8Array): void {
  const before = parseModelfile(bytes);
  const reading = readAsOllama(before);
  const result = formatModelfile(before);
  if (reading.kind === "error") {
    expect(result).toEqual({ kind: "refused", reason: reading.error });
    return;
  }
  if (result.kind !== "ok") throw new Error("refused a file that Ollama reads");
  const after = parseModelfile(result.text);
  expect(readAsOllama(after)).toEqual(reading);
  expect(commentsOf(after)).toEqual(commentsOf(before));
  expect(formatModelfile(result.text)).toEqual(result);
}

function commentsOf(tree: ReturnType<typeof parseModelfile>): string[] {
  return tree.items
    .filter((item) => item.kind === "comment")
    .map((item) => tree.source.text.slice(item.span.start, item.span.end).trimEnd());
}

describe("formatModelfile", () => {
  test("is faithful to every recorded file", () => {
    for (const bytes of goldens) expectFaithful(bytes);
  });

  test("is faithful to generated files", () => {
    fc.assert(fc.property(arbitraryBytes, expectFaithful), { numRuns: 3000 });
  });

  test.each([
    ["capitals and one blank", "from   x\n", "FROM x\n"],
    [
      "a blank line between groups",
      "FROM x\nPARAMETER top_k 1\nSYSTEM hi",
      "FROM x\n\nPARAMETER top_k 1\n\nSYSTEM hi\n",
    ],
    ["blank lines of the author become one", "FROM x\n\n\n\nADAPTER y\n", "FROM x\n\nADAPTER y\n"],
    [
      "a comment leads to what follows",
      "FROM x\n# warm\nPARAMETER top_k 1\n",
      "FROM x\n\n# warm\nPARAMETER top_k 1\n",
    ],
    [
      "a comment that ends a group stays there",
      "FROM x\n# base\n\nSYSTEM a\n",
      "FROM x\n# base\n\nSYSTEM a\n",
    ],
    ["least quoting", 'FROM "x"\nSYSTEM """one line"""\n', "FROM x\n\nSYSTEM one line\n"],
    [
      "blanks at the ends need quotes",
      'FROM x\nPARAMETER stop """ a """\n',
      'FROM x\n\nPARAMETER stop " a "\n',
    ],
    ["several lines get three quotes", 'FROM x\nSYSTEM "a\nb"\n', 'FROM x\n\nSYSTEM """a\nb"""\n'],
    [
      "a line that ends with a quote can't stand in single quotes",
      'FROM x\nSYSTEM """a"\nb"""\n',
      'FROM x\n\nSYSTEM """a"\nb"""\n',
    ],
    ["an empty value keeps its quotes", 'FROM x\nSYSTEM ""\n', 'FROM x\n\nSYSTEM ""\n'],
    ["CR stays inside values only", 'FROM x\r\nSYSTEM """a\r\nb"""\r\n', 'FROM x\n\nSYSTEM """a\r\nb"""\n'],
  ])("%s", (_, before, after) => {
    expect(formatModelfile(before)).toEqual({ kind: "ok", text: after });
  });

  test("refuses what Ollama refuses", () => {
    expect(formatModelfile("SYSTEM hi\n")).toEqual({ kind: "refused", reason: "no FROM line" });
  });
});

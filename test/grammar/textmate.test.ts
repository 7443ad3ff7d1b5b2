import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { instructionNames, messageRoles } from "../../src/language/modelfile/instructions.js";
import { parseModelfile } from "../../src/language/modelfile/parseModelfile.js";
import { readAsOllama } from "../../src/language/modelfile/readAsOllama.js";
import { openSource } from "../../src/language/text/sourceFile.js";
import { openTextmateGrammar, type ScopedPiece } from "../support/grammar/textmate.js";

/**
 * fixtures/grammar/textmate/NAME.modelfile holds a text, NAME.scopes what the grammar makes of it: under each line
 * carets for each piece that is not blank, with its innermost scope. UPDATE_FIXTURES=1 writes them: read the diff.
 */
const root = join(import.meta.dirname, "../..");
const folder = join(root, "fixtures/grammar/textmate");
const scopesOf = await openTextmateGrammar();

describe("scopes", () => {
  test.each(readdirSync(folder).filter((file) => file.endsWith(".modelfile")))("%s", (file) => {
    const text = readFileSync(join(folder, file), "utf8");
    const shown = printScopes(text, scopesOf(text));
    const expected = join(folder, file.replace(/\.modelfile$/, ".scopes"));
    if (process.env.UPDATE_FIXTURES === "1") writeFileSync(expected, shown);
    expect(shown).toBe(existsSync(expected) ? readFileSync(expected, "utf8") : `(no ${expected})`);
  });
});

function printScopes(text: string, pieces: readonly ScopedPiece[]): string {
  let start = 0;
  const lines: string[] = [];
  for (const line of text.split("\n")) {
    const end = start + line.length;
    lines.push(`>${line}`);
    for (const piece of pieces) {
      const scope = piece.scopes.at(-1);
      if (piece.start < start || piece.end > end || scope === undefined) continue;
      const image = text.slice(piece.start, piece.end);
      if (image.trim() === "") continue;
      lines.push(` ${" ".repeat(piece.start - start)}${"^".repeat(image.length)} ${scope}`);
    }
    start = end + 1;
  }
  return `${lines.join("\n")}\n`;
}

interface Recorded {
  readonly id: string;
  readonly bytes_b64: string;
  readonly parse: { readonly ok: boolean };
}

const accepted = readFileSync(join(root, "fixtures/modelfile/cases.jsonl"), "utf8")
  .split("\n")
  .filter(Boolean)
  .map((line) => JSON.parse(line) as Recorded)
  .filter(({ parse }) => parse.ok)
  .map(({ id, bytes_b64 }) => ({
    id,
    text: openSource(new Uint8Array(Buffer.from(bytes_b64, "base64"))).text,
  }));

/** Characters that Ollama drops are plain characters to a grammar of lines and patterns. */
function isWithoutDropped(text: string): boolean {
  return /^[\p{L}\p{M}\p{N}\p{P}\p{S} \t\r\n]*$/u.test(text);
}

describe("what Ollama was recorded to accept", () => {
  const cases = accepted.filter(({ text }) => isWithoutDropped(text));

  test("there is enough of it", () => expect(cases.length).toBeGreaterThan(150));

  test.each(cases.map(({ id, text }) => [id, text] as const))(
    "%s: words of instructions and nothing else are coloured as such",
    (_, text) => {
      const coloured = scopesOf(text)
        .filter(({ scopes }) => scopes.some((scope) => scope.startsWith("keyword.other.instruction")))
        .map(({ start, end }) => text.slice(start, end));
      const words = parseModelfile(text).instructions.map(({ word }) => word);
      expect(coloured).toEqual(words);
    },
  );

  test("nothing of it is called illegal", () => {
    for (const { id, text } of cases) {
      const illegal = scopesOf(text).filter(({ scopes }) =>
        scopes.some((scope) => scope.startsWith("invalid")),
      );
      expect(
        illegal.map(({ start, end }) => text.slice(start, end)),
        id,
      ).toEqual([]);
    }
  });
});

test("every instruction and every role is known", () => {
  for (const name of instructionNames) {
    for (const word of [name, name.toLowerCase()]) {
      const text = `${word} user x`;
      expect(scopesOf(text)[0], word).toMatchObject({ start: 0, end: word.length });
      expect(scopesOf(text)[0]?.scopes).toContain("keyword.other.instruction.modelfile");
    }
  }
  for (const role of messageRoles) {
    expect(scopesOf(`MESSAGE ${role} x`)[2]?.scopes, role).toContain("constant.language.role.modelfile");
  }
});

test("the examples of the fixtures that say so are read by Ollama", () => {
  for (const file of ["instructions.modelfile", "values.modelfile"]) {
    expect(readAsOllama(parseModelfile(readFileSync(join(folder, file), "utf8"))).kind, file).toBe("ok");
  }
});

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import oniguruma from "vscode-oniguruma";
import textmate from "vscode-textmate";

const grammarFile = new URL("../../../grammar/modelfile.tmLanguage.json", import.meta.url);

/** A piece of a text; offsets are the text's. */
export interface ScopedPiece {
  readonly start: number;
  readonly end: number;
  /** From the outermost to the innermost, the file's own left out. */
  readonly scopes: readonly string[];
}

/** Gives each piece of a text its scopes, with the engine of VS Code. */
export async function openTextmateGrammar(): Promise<(text: string) => ScopedPiece[]> {
  const wasm = readFileSync(createRequire(import.meta.url).resolve("vscode-oniguruma/release/onig.wasm"));
  await oniguruma.loadWASM({ data: wasm });
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async () => textmate.parseRawGrammar(readFileSync(grammarFile, "utf8"), "modelfile.json"),
  });
  const grammar = await registry.loadGrammar("source.modelfile");
  if (!grammar) throw new Error("the grammar cannot be loaded");
  return (text) => {
    const pieces: ScopedPiece[] = [];
    let stack = textmate.INITIAL;
    // An editor's lines: all three line breaks end one.
    for (const match of text.matchAll(/([^\r\n]*)(?:\r\n|\r|\n|$)/g)) {
      const [, line = ""] = match;
      const { tokens, ruleStack } = grammar.tokenizeLine(line, stack);
      stack = ruleStack;
      for (const { startIndex, endIndex, scopes } of tokens) {
        const end = Math.min(endIndex, line.length);
        if (end <= startIndex) continue;
        pieces.push({ start: match.index + startIndex, end: match.index + end, scopes: scopes.slice(1) });
      }
    }
    return pieces;
  };
}

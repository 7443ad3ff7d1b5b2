import { createLexer } from "../../gotemplate/syntax/lexer.js";
import type { Token } from "../../gotemplate/syntax/token.js";
import type { ModelfileTree, ValueNode } from "../../modelfile/tree.js";

/** A token of a TEMPLATE; the offsets are the file's. */
export type TemplateToken = Token;

/** The tokens of a template up to the first thing that is none; an error ends the list. */
export function readTemplateTokens({ source }: ModelfileTree, value: ValueNode): readonly TemplateToken[] {
  const { start, end } = value.contentSpan;
  const lexer = createLexer(source.text.slice(start, end), {
    delimiters: { left: "{{", right: "}}" },
    comments: true,
    hasFunction: () => false,
  });
  const tokens: TemplateToken[] = [];
  for (let token = lexer.next(); token.kind !== "eof"; token = lexer.next()) {
    tokens.push({ ...token, start: token.start + start, end: token.end + start });
    if (token.kind === "error") break;
  }
  return tokens;
}

import { isKeyword } from "../../gotemplate/syntax/token.js";
import { isMessageRole } from "../../modelfile/instructions.js";
import { tryFindParameter, tryFindRetiredParameter } from "../../modelfile/parameters.js";
import { tryParseParameterValue } from "../../modelfile/parameterValue.js";
import type { Instruction, ModelfileTree } from "../../modelfile/tree.js";
import type { Span } from "../../text/span.js";
import type { EditorDocument } from "../document/editorDocument.js";
import { readTemplateTokens, type TemplateToken } from "../template/readTemplateTokens.js";

/** Names of the protocol (LSP 3.17, SemanticTokenTypes). */
export const semanticTokenTypes = [
  "keyword",
  "parameter",
  "enumMember",
  "string",
  "number",
  "comment",
  "macro",
  "variable",
  "property",
  "function",
  "operator",
] as const;

export type SemanticTokenType = (typeof semanticTokenTypes)[number];

export const semanticTokenModifiers = ["deprecated"] as const;

export interface SemanticToken {
  readonly span: Span;
  readonly type: SemanticTokenType;
  readonly isDeprecated?: true;
}

/** What each piece of the file means, in order, without overlaps, none of them over a line's end. */
export function listSemanticTokens({ tree }: EditorDocument): readonly SemanticToken[] {
  return tree.items
    .flatMap((item): SemanticToken[] => {
      if (item.kind === "instruction") return tokensOfInstruction(tree, item);
      return item.kind === "comment" ? tokensOfComment(tree, item.span) : [];
    })
    .flatMap((token) => splitAtLineEnds(tree.source.text, token));
}

function tokensOfComment({ source }: ModelfileTree, span: Span): SemanticToken[] {
  const pragma = /^#\s*(mf:\s*[a-z-]+)/.exec(source.text.slice(span.start, span.end));
  if (!pragma?.[1]) return [{ span, type: "comment" }];
  const middle = span.start + pragma[0].length;
  return [
    { span: { start: span.start, end: middle - pragma[1].length }, type: "comment" },
    { span: { start: middle - pragma[1].length, end: middle }, type: "macro" },
    { span: { start: middle, end: span.end }, type: "comment" },
  ];
}

function tokensOfInstruction(tree: ModelfileTree, instruction: Instruction): SemanticToken[] {
  const { name, wordSpan, argument } = instruction;
  const tokens: SemanticToken[] = [];
  if (name) tokens.push({ span: wordSpan, type: "keyword" });
  if (argument && name === "PARAMETER") tokens.push(tokenOfParameter(argument.text, argument.span));
  if (argument && name === "MESSAGE" && isMessageRole(argument.text)) {
    tokens.push({ span: argument.span, type: "enumMember" });
  }
  return [...tokens, ...tokensOfValue(tree, instruction)];
}

function tokenOfParameter(name: string, span: Span): SemanticToken {
  return { span, type: "parameter", ...(tryFindRetiredParameter(name) ? { isDeprecated: true } : {}) };
}

function tokensOfValue(tree: ModelfileTree, { name, argument, value }: Instruction): SemanticToken[] {
  if (!value || !name) return [];
  switch (name) {
    case "TEMPLATE":
      return readTemplateTokens(tree, value).flatMap(tokenOfTemplate);
    case "PARAMETER":
      return [{ span: value.span, type: typeOfParameterValue(argument?.text ?? "", value.text) }];
    case "RENDERER":
    case "PARSER":
      return [{ span: value.span, type: "enumMember" }];
    default:
      return [{ span: value.span, type: "string" }];
  }
}

function typeOfParameterValue(name: string, text: string): SemanticTokenType {
  const info = tryFindParameter(name);
  const value = info && tryParseParameterValue(info, text);
  if (value?.kind === "int" || value?.kind === "float") return "number";
  return value?.kind === "bool" ? "enumMember" : "string";
}

function tokenOfTemplate({ kind, start, end }: TemplateToken): SemanticToken[] {
  const type = typeOfTemplate(kind);
  return type ? [{ span: { start, end }, type }] : [];
}

function typeOfTemplate(kind: TemplateToken["kind"]): SemanticTokenType | undefined {
  if (isKeyword(kind)) return "keyword";
  switch (kind) {
    case "text":
    case "string":
    case "rawString":
    case "charConstant":
      return "string";
    case "comment":
      return "comment";
    case "variable":
      return "variable";
    case "field":
      return "property";
    case "identifier":
      return "function";
    case "number":
    case "complex":
      return "number";
    case "bool":
      return "enumMember";
    case "assign":
    case "declare":
    case "pipe":
    case "leftDelim":
    case "rightDelim":
      return "operator";
    default:
      return undefined;
  }
}

function splitAtLineEnds(text: string, token: SemanticToken): SemanticToken[] {
  const { start, end } = token.span;
  return [...text.slice(start, end).matchAll(/[^\r\n]+/g)].map((match) => ({
    ...token,
    span: { start: start + match.index, end: start + match.index + match[0].length },
  }));
}

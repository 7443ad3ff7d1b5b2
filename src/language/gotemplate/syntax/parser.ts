import { defaultParseLimits, type ParseLimits } from "../limits.js";
import { byteLength, firstRunes, toWellFormed } from "../text/goText.js";
import { lineOf } from "../text/positions.js";
import { quoteText } from "../text/quote.js";
import { createLexer, type Delimiters, type Lexer } from "./lexer.js";
import { isKeyword, type Token, type TokenKind } from "./token.js";
import type { ListNode, TemplateTree } from "./tree.js";

export interface ParserOptions {
  readonly fileName: string;
  readonly delimiters: Delimiters;
  readonly comments: boolean;
  readonly hasFunction: (name: string) => boolean;
  readonly limits?: ParseLimits;
}

/** What belongs to the template being read: a `define` or `block` starts its own. */
interface Scope {
  /** Variables declared so far, innermost last, and how often each name stands there. */
  readonly variables: string[];
  readonly counts: Map<string, number>;
  rangeDepth: number;
  /** Where the action being read started, for errors that come lines later. */
  actionStart: number | undefined;
}

export interface Parser {
  readonly text: string;
  readonly options: ParserOptions;
  readonly limits: ParseLimits;
  readonly lexer: Lexer;
  /** Tokens given back, next one last. */
  readonly pending: Token[];
  /** The token that was last read from the lexer: its line is what errors name. */
  newest: Token;
  depth: number;
  scope: Scope;
  readonly templates: Map<string, TemplateTree>;
}

/** Why parsing stopped; thrown inside the parser only. */
export class ParseFailure extends Error {
  readonly offset: number;
  readonly line: number;

  constructor(message: string, offset: number, line: number) {
    super(message);
    this.offset = offset;
    this.line = line;
  }
}

export function createParser(text: string, options: ParserOptions): Parser {
  return {
    text,
    options,
    limits: options.limits ?? defaultParseLimits,
    lexer: createLexer(text, options),
    pending: [],
    newest: { kind: "eof", start: 0, end: 0, text: "" },
    depth: 0,
    scope: newScope(),
    templates: new Map(),
  };
}

export function newScope(): Scope {
  return { variables: ["$"], counts: new Map([["$", 1]]), rangeDepth: 0, actionStart: undefined };
}

export function declareName({ variables, counts }: Scope, name: string): void {
  variables.push(name);
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

/** Ends a block: only the first `count` variables stay. */
export function forgetNames({ variables, counts }: Scope, count: number): void {
  for (const name of variables.splice(count)) counts.set(name, (counts.get(name) ?? 0) - 1);
}

export function isDeclared({ counts }: Scope, name: string): boolean {
  return (counts.get(name) ?? 0) > 0;
}

export function next(p: Parser): Token {
  const again = p.pending.pop();
  if (again !== undefined) return again;
  p.newest = p.lexer.next();
  return p.newest;
}

/** Gives tokens back; the first argument is what `next` returns first. */
export function backup(p: Parser, ...tokens: readonly Token[]): void {
  for (const token of [...tokens].reverse()) p.pending.push(token);
}

export function peek(p: Parser): Token {
  const token = next(p);
  p.pending.push(token);
  return token;
}

export function nextNonSpace(p: Parser): Token {
  for (;;) {
    const token = next(p);
    if (token.kind !== "space") return token;
  }
}

export function peekNonSpace(p: Parser): Token {
  const token = nextNonSpace(p);
  p.pending.push(token);
  return token;
}

export function expect(p: Parser, kinds: readonly TokenKind[], context: string): Token {
  const token = nextNonSpace(p);
  return kinds.includes(token.kind) ? token : unexpected(p, token, context);
}

/** Stops with Go's text, which names the line of the newest token whatever the error is about. */
export function fail(p: Parser, message: string, at: Token = p.newest): never {
  const line = lineOf(p.text, p.newest.start);
  const text = toWellFormed(`template: ${p.options.fileName}:${line}: ${message}`);
  throw new ParseFailure(text, at.start, line);
}

export function unexpected(p: Parser, token: Token, context: string): never {
  if (token.kind !== "error") return fail(p, `unexpected ${describeToken(token)} in ${context}`, token);
  const started = p.scope.actionStart;
  const line = started === undefined ? 0 : lineOf(p.text, started);
  if (line === 0 || line === lineOf(p.text, token.start)) return fail(p, token.text, token);
  const where = ` started at ${p.options.fileName}:${line}`;
  return fail(p, `${token.text}${token.text.endsWith(" action") ? "" : " in action"}${where}`, token);
}

/** A token as Go's messages show it: keywords in angle brackets, the rest quoted, long ones cut. */
function describeToken(token: Token): string {
  if (token.kind === "eof") return "EOF";
  if (isKeyword(token.kind) || token.kind === "dot") return `<${token.text}>`;
  if (byteLength(token.text) > 10) return `${quoteText(firstRunes(token.text, 10))}...`;
  return quoteText(token.text);
}

/** Goes one level deeper while `read` runs, so that no input can exhaust the stack. */
export function nested<T>(p: Parser, read: () => T): T {
  if (p.depth >= p.limits.maxDepth) fail(p, "max expression depth exceeded");
  p.depth++;
  const result = read();
  p.depth--;
  return result;
}

/** Installs a template; an empty one neither replaces nor clashes with another of its name. */
export function addTemplate(p: Parser, name: string, root: ListNode): void {
  const before = p.templates.get(name);
  if (before === undefined || isEmptyList(before.root)) {
    p.templates.set(name, { name, fileName: p.options.fileName, text: p.text, root });
  } else if (!isEmptyList(root)) {
    fail(p, `template: multiple definition of template ${quoteText(name)}`);
  }
}

/** Whether a list holds nothing but space and comments. */
export function isEmptyList(list: ListNode): boolean {
  return list.nodes.every((node) => node.kind === "comment" || (node.kind === "text" && isBlank(node.text)));
}

/** Go's `unicode.IsSpace`, which `\s` differs from by U+0085 and U+FEFF. */
function isBlank(text: string): boolean {
  return /^[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*$/.test(text);
}

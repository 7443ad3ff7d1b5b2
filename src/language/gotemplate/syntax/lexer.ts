import { describeRune, quoteText, validRune } from "../text/quote.js";
import { isWordRune } from "../text/unicode.js";
import { isKeyword, type Token, type TokenKind } from "./token.js";

export interface Delimiters {
  readonly left: string;
  readonly right: string;
}

export interface LexerOptions {
  readonly delimiters: Delimiters;
  /** Comments are tokens too; otherwise they vanish. */
  readonly comments: boolean;
  /** Words that are functions here, so that `break` and `continue` may lose their meaning as keywords. */
  readonly hasFunction: (name: string) => boolean;
}

export interface Lexer {
  next(): Token;
}

/** What a scan step leaves: the token read, or undefined when something was only skipped. */
type Step = Token | undefined;

interface State {
  readonly text: string;
  readonly options: LexerOptions;
  start: number;
  pos: number;
  parens: number;
  insideAction: boolean;
  failed: boolean;
}

const trimMarkerLength = 2;

export function createLexer(text: string, options: LexerOptions): Lexer {
  const state: State = { text, options, start: 0, pos: 0, parens: 0, insideAction: false, failed: false };
  return {
    next() {
      for (;;) {
        const token = state.insideAction ? scanInsideAction(state) : scanText(state);
        if (token !== undefined) return token;
      }
    },
  };
}

function emit(s: State, kind: TokenKind): Token {
  const token = { kind, start: s.start, end: s.pos, text: s.text.slice(s.start, s.pos) };
  s.start = s.pos;
  return token;
}

/** An error ends the scan: what follows is the end of input. */
function fail(s: State, message: string): Token {
  const token: Token = { kind: "error", start: s.start, end: s.pos, text: message };
  s.failed = true;
  s.insideAction = false;
  return token;
}

function skip(s: State): undefined {
  s.start = s.pos;
}

function scanText(s: State): Step {
  const { left } = s.options.delimiters;
  const found = s.failed ? -1 : s.text.indexOf(left, s.pos);
  if (found < 0) {
    s.pos = s.text.length;
    if (s.failed) s.start = s.pos;
    return emit(s, s.pos > s.start ? "text" : "eof");
  }
  if (found > s.pos) {
    s.pos = hasLeftTrimMarker(s.text, found + left.length) ? beforeSpaces(s.text, s.pos, found) : found;
    const token = s.pos > s.start ? emit(s, "text") : undefined;
    s.start = s.pos = found;
    if (token !== undefined) return token;
  }
  return scanLeftDelimiter(s, left);
}

function scanLeftDelimiter(s: State, left: string): Step {
  s.pos += left.length;
  const marker = hasLeftTrimMarker(s.text, s.pos) ? trimMarkerLength : 0;
  if (s.text.startsWith("/*", s.pos + marker)) {
    s.pos += marker;
    skip(s);
    return scanComment(s);
  }
  const token = emit(s, "leftDelim");
  s.insideAction = true;
  s.parens = 0;
  s.pos += marker;
  skip(s);
  return token;
}

function scanComment(s: State): Step {
  const close = s.text.indexOf("*/", s.pos + 2);
  if (close < 0) return fail(s, "unclosed comment");
  s.pos = close + 2;
  const right = rightDelimiterAt(s, s.pos);
  if (right === undefined) return fail(s, "comment ends before closing delimiter");
  const token = emit(s, "comment");
  s.pos += right.length;
  if (right.trims) s.pos = afterSpaces(s.text, s.pos);
  skip(s);
  return s.options.comments ? token : undefined;
}

function scanRightDelimiter(s: State, trims: boolean): Token {
  if (trims) {
    s.pos += trimMarkerLength;
    skip(s);
  }
  s.pos += s.options.delimiters.right.length;
  const token = emit(s, "rightDelim");
  if (trims) {
    s.pos = afterSpaces(s.text, s.pos);
    skip(s);
  }
  s.insideAction = false;
  return token;
}

function scanInsideAction(s: State): Step {
  const right = rightDelimiterAt(s, s.pos);
  if (right !== undefined) {
    return s.parens === 0 ? scanRightDelimiter(s, right.trims) : fail(s, "unclosed left paren");
  }
  const rune = runeAt(s);
  if (rune < 0) return fail(s, "unclosed action");
  if (isSpace(rune)) return scanSpaces(s);
  if (isWordRune(rune) && !isDigit(rune)) return scanIdentifier(s);
  s.pos += rune > 0xffff ? 2 : 1;
  return scanPunctuation(s, rune);
}

/** A token that starts with no letter; its first character is consumed. */
function scanPunctuation(s: State, rune: number): Step {
  switch (String.fromCodePoint(rune)) {
    case "=":
      return emit(s, "assign");
    case ":":
      if (runeAt(s) !== 0x3d) return fail(s, "expected :=");
      s.pos++;
      return emit(s, "declare");
    case "|":
      return emit(s, "pipe");
    case '"':
      return scanQuoted(s, '"', "string", "unterminated quoted string");
    case "'":
      return scanQuoted(s, "'", "charConstant", "unterminated character constant");
    case "`":
      return scanRawString(s);
    case "$":
      return scanName(s, "variable");
    case "(":
      s.parens++;
      return emit(s, "leftParen");
    case ")":
      s.parens--;
      return s.parens < 0 ? fail(s, "unexpected right paren") : emit(s, "rightParen");
    case ".":
      if (s.pos < s.text.length && !isDigit(s.text.charCodeAt(s.pos))) return scanName(s, "field");
      return scanNumber(s);
  }
  if (rune === 0x2b || rune === 0x2d || isDigit(rune)) return scanNumber(s);
  if (rune > 0x20 && rune < 0x7f) return emit(s, "char");
  return fail(s, `unrecognized character in action: ${describeRune(validRune(rune))}`);
}

/** A run of spaces; the last one may belong to a trimming right delimiter. */
function scanSpaces(s: State): Token {
  s.pos = afterSpaces(s.text, s.pos);
  if (rightDelimiterAt(s, s.pos - 1)?.trims) s.pos--;
  return emit(s, "space");
}

function scanIdentifier(s: State): Token {
  skipWord(s);
  const word = s.text.slice(s.start, s.pos);
  if (!atTerminator(s)) return badCharacter(s);
  if (isKeyword(word)) {
    const isFunction = (word === "break" || word === "continue") && s.options.hasFunction(word);
    return emit(s, isFunction ? "identifier" : word);
  }
  return emit(s, word === "true" || word === "false" ? "bool" : "identifier");
}

/** A field or variable; its `.` or `$` is consumed. */
function scanName(s: State, kind: "field" | "variable"): Token {
  if (atTerminator(s)) return emit(s, kind === "variable" ? "variable" : "dot");
  skipWord(s);
  return atTerminator(s) ? emit(s, kind) : badCharacter(s);
}

function badCharacter(s: State): Token {
  return fail(s, `bad character ${describeRune(validRune(runeAt(s)))}`);
}

function scanQuoted(s: State, quote: string, kind: TokenKind, unterminated: string): Token {
  for (;;) {
    let unit = s.text[s.pos++];
    if (unit === quote) return emit(s, kind);
    if (unit === "\\") {
      unit = s.text[s.pos++];
      if (unit !== undefined && unit !== "\n") continue;
    }
    if (unit === undefined || unit === "\n") return fail(s, unterminated);
  }
}

function scanRawString(s: State): Token {
  const close = s.text.indexOf("`", s.pos);
  if (close < 0) return fail(s, "unterminated raw quoted string");
  s.pos = close + 1;
  return emit(s, "rawString");
}

/**
 * Number, loosely: what is wrong here and not noticed is noticed when the constant is read. Two numbers
 * with a sign between them are a complex constant, which must end in `i`.
 */
function scanNumber(s: State): Token {
  s.pos = s.start;
  if (!scanOneNumber(s)) return badNumber(s);
  const sign = s.text[s.pos];
  if (sign !== "+" && sign !== "-") return emit(s, "number");
  if (!scanOneNumber(s) || s.text[s.pos - 1] !== "i") return badNumber(s);
  return emit(s, "complex");
}

function badNumber(s: State): Token {
  return fail(s, `bad number syntax: ${quoteText(s.text.slice(s.start, s.pos))}`);
}

const numberParts =
  /[+-]?(?:0[xX][\da-fA-F_]*(?:\.[\da-fA-F_]*)?(?:[pP][+-]?[\d_]*)?|0[oO][0-7_]*(?:\.[0-7_]*)?|0[bB][01_]*(?:\.[01_]*)?|[\d_]*(?:\.[\d_]*)?(?:[eE][+-]?[\d_]*)?)i?/y;

function scanOneNumber(s: State): boolean {
  numberParts.lastIndex = s.pos;
  s.pos += numberParts.exec(s.text)?.[0].length ?? 0;
  const next = runeAt(s);
  if (next < 0 || !isWordRune(next)) return true;
  advance(s);
  return false;
}

/** The code point here, or -1 at the end. A raw byte is U+FFFD, as Go decodes it. */
function runeAt(s: State): number {
  return s.text.codePointAt(s.pos) ?? -1;
}

function advance(s: State): void {
  if (s.pos < s.text.length) s.pos += runeAt(s) > 0xffff ? 2 : 1;
}

function skipWord(s: State): void {
  for (let rune = runeAt(s); rune >= 0 && isWordRune(rune); rune = runeAt(s)) advance(s);
}

/** Whether what follows may follow a name. */
function atTerminator(s: State): boolean {
  const unit = s.text[s.pos];
  if (unit === undefined || " \t\r\n.,|:)(".includes(unit)) return true;
  return s.text.startsWith(s.options.delimiters.right, s.pos);
}

/** The right delimiter at an offset, with the trim marker that may precede it. */
function rightDelimiterAt(s: State, at: number): { length: number; trims: boolean } | undefined {
  const { right } = s.options.delimiters;
  if (hasRightTrimMarker(s.text, at) && s.text.startsWith(right, at + trimMarkerLength)) {
    return { length: right.length + trimMarkerLength, trims: true };
  }
  return s.text.startsWith(right, at) ? { length: right.length, trims: false } : undefined;
}

function hasLeftTrimMarker(text: string, at: number): boolean {
  return text[at] === "-" && isSpace(text.charCodeAt(at + 1));
}

function hasRightTrimMarker(text: string, at: number): boolean {
  return text[at + 1] === "-" && isSpace(text.charCodeAt(at));
}

function beforeSpaces(text: string, from: number, to: number): number {
  let end = to;
  while (end > from && isSpace(text.charCodeAt(end - 1))) end--;
  return end;
}

function afterSpaces(text: string, from: number): number {
  let end = from;
  while (isSpace(text.charCodeAt(end))) end++;
  return end;
}

function isSpace(unit: number): boolean {
  return unit === 0x20 || unit === 0x09 || unit === 0x0d || unit === 0x0a;
}

function isDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39;
}

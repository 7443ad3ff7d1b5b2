import { createToken, type IToken, Lexer, type TokenType } from "chevrotain";
import { isInstructionWord } from "./instructions.js";
import { isPrintableRune, runeAt } from "./printable.js";
import { findOpeningQuote, type Quote, type ScannedValue, scanValue } from "./scanValue.js";

/**
 * The tokens of a Modelfile; together they cover every character. The lexer carries Ollama's oddities,
 * so that the grammar above it stays plain. Its modes are the places where a line can be: at its start,
 * at PARAMETER's name, at MESSAGE's role, at the value. Names, roles and values may be empty tokens.
 */

type Match = [string] & { payload?: ScannedValue };
type Matcher = (text: string, offset: number, before: IToken[]) => Match | null;

interface Moves {
  readonly push?: Mode;
  readonly pop?: boolean;
}

type Mode = "line" | "name" | "role" | "value";

function token(name: string, pattern: RegExp | Matcher, moves: Moves = {}): TokenType {
  return createToken({
    name,
    pattern,
    line_breaks: true,
    ...(moves.push ? { push_mode: moves.push } : {}),
    ...(moves.pop ? { pop_mode: true } : {}),
  });
}

function found(text: string, start: number, end: number): Match {
  return [text.slice(start, end)];
}

const lettersThenBlank = /[A-Za-z]*(?=[ \t])/y;

/**
 * A word at the start of a line with a blank behind it. Ollama looks at the first rune only when the
 * word is complete and drops what is not printable, so one invisible rune before a command is ignored.
 */
function matchWord(accepts: (word: string) => boolean): Matcher {
  return (text, offset) => {
    const first = runeAt(text, offset);
    const afterFirst = offset + (first > 0xffff ? 2 : 1);
    lettersThenBlank.lastIndex = afterFirst;
    const rest = lettersThenBlank.exec(text);
    if (!rest || first === 0x20 || first === 0x09) return null;
    const end = afterFirst + rest[0].length;
    return accepts(wordOf(text.slice(offset, end))) ? found(text, offset, end) : null;
  };
}

/** What Ollama keeps of a command word. */
export function wordOf(image: string): string {
  return isPrintableRune(runeAt(image, 0)) ? image : image.slice(runeAt(image, 0) > 0xffff ? 2 : 1);
}

const is =
  (...names: string[]) =>
  (word: string): boolean =>
    names.includes(word.toLowerCase());

export const Bom = token("Bom", (text, offset) =>
  offset === 0 && text.charCodeAt(0) === 0xfeff ? found(text, 0, 1) : null,
);
export const LineBreak = token("LineBreak", /\r\n|\r|\n/);
export const Blank = token("Blank", /[ \t]+/);
export const Comment = token("Comment", /#[^\r\n]*/);
export const ParameterWord = token("ParameterWord", matchWord(is("parameter")), { push: "name" });
export const MessageWord = token("MessageWord", matchWord(is("message")), { push: "role" });
export const CommandWord = token("CommandWord", matchWord(isInstructionWord), { push: "value" });
/** Its value is read as any value, so that one slip stays one slip. */
export const UnknownWord = token(
  "UnknownWord",
  matchWord(() => true),
  { push: "value" },
);
/** A line that does not start with a word and a blank. */
export const Junk = token("Junk", /[^\r\n]+/);

/** The one blank after a word, a name or a role. Further blanks belong to what follows. */
export const Separator = token("Separator", (text, offset, before) => {
  const previous = before[before.length - 1]?.tokenType;
  if (previous === Separator || (text[offset] !== " " && text[offset] !== "\t")) return null;
  return found(text, offset, offset + 1);
});

const nameThenBlank = /[A-Za-z0-9_]*(?=[ \t])/y;
export const ParameterName = token("ParameterName", matchSticky(nameThenBlank), { pop: true, push: "value" });
export const Role = token("Role", matchSticky(lettersThenBlank), { pop: true, push: "value" });
/** What stands where a name or a role should, to the end of the line. */
export const BadName = token("BadName", matchSticky(/[^\r\n]*/y), { pop: true });

export const Value = token("Value", matchValue, { pop: true });
/** A quoted value whose quote never closes, cut where the next instruction seems to start. */
export const UnclosedValue = token("UnclosedValue", matchUnclosedValue, { pop: true });

function matchSticky(pattern: RegExp): Matcher {
  return (text, offset) => {
    pattern.lastIndex = offset;
    const match = pattern.exec(text);
    return match ? found(text, offset, offset + match[0].length) : null;
  };
}

/**
 * Quotes that were sought to the end of this text in vain. A later value with the same quote cannot
 * close either, which keeps a file of a million open quotes linear.
 */
const hopelessQuotes = new WeakMap<IToken[], Set<Quote>>();

function matchValue(text: string, offset: number, before: IToken[]): Match | null {
  const quote = findOpeningQuote(text, offset).quote;
  if (hopelessQuotes.get(before)?.has(quote)) return null;
  const scanned = scanValue(text, offset);
  if (scanned.closed) return Object.assign(found(text, offset, scanned.end), { payload: scanned });
  hopelessQuotes.set(before, (hopelessQuotes.get(before) ?? new Set()).add(quote));
  return null;
}

const instructionLine =
  /(?:\r\n|\r|\n)(?=[ \t]*(?:FROM|PARAMETER|TEMPLATE|SYSTEM|ADAPTER|MESSAGE|LICENSE|DRAFT|RENDERER|PARSER|REQUIRES)[ \t])/g;

function matchUnclosedValue(text: string, offset: number): Match {
  instructionLine.lastIndex = offset;
  const end = instructionLine.exec(text)?.index ?? text.length;
  const payload: ScannedValue = { end, quote: findOpeningQuote(text, offset).quote, closed: false };
  return Object.assign(found(text, offset, end), { payload });
}

const modes: Readonly<Record<Mode, TokenType[]>> = {
  line: [Bom, LineBreak, Blank, Comment, ParameterWord, MessageWord, CommandWord, UnknownWord, Junk],
  name: [Separator, ParameterName, BadName],
  role: [Separator, Role, BadName],
  value: [Separator, Value, UnclosedValue],
};

export const allTokens: readonly TokenType[] = [...new Set(Object.values(modes).flat())];

export const modelfileLexer = new Lexer(
  { modes, defaultMode: "line" },
  // The patterns are held by the tests; checking them again would cost every start of the command.
  // Most are functions too, for which finding out their first characters (what `safeMode` leaves out) gains nothing.
  { positionTracking: "onlyOffset", skipValidations: true, safeMode: true },
);

import { EmbeddedActionsParser, type IToken } from "chevrotain";
import { openSource, type SourceFile } from "../text/sourceFile.js";
import type { Span } from "../text/span.js";
import { type InstructionName, isMessageRole } from "./instructions.js";
import { findDroppedRunes, isPrintableRune, runeAt } from "./printable.js";
import { findOpeningQuote, type ScannedValue } from "./scanValue.js";
import * as t from "./tokens.js";
import type {
  Instruction,
  Item,
  JunkItem,
  ModelfileTree,
  NamePart,
  SyntaxProblem,
  ValueNode,
} from "./tree.js";

/** Reads a Modelfile into a tree. Never fails: what is wrong becomes a `problem` in its place. */
export function parseModelfile(input: string | Uint8Array | SourceFile, path?: string): ModelfileTree {
  const source = typeof input === "string" || input instanceof Uint8Array ? openSource(input, path) : input;
  const { tokens } = t.modelfileLexer.tokenize(source.text);
  const items = modelfileParser().parseFile(source.text, tokens);
  const instructions = items.filter((item): item is Instruction => item.kind === "instruction");
  return { source, tokens, items, instructions };
}

/** The lines of a Modelfile over its tokens; grammar/modelfile.ebnf is the same for people. */
class ModelfileParser extends EmbeddedActionsParser {
  private text = "";

  constructor() {
    super([...t.allTokens], { recoveryEnabled: true, skipValidations: true });
    this.performSelfAnalysis();
  }

  parseFile(text: string, tokens: IToken[]): readonly Item[] {
    this.text = text;
    this.input = tokens;
    return this.file();
  }

  private readonly file = this.RULE("file", (): Item[] => {
    const items: Item[] = [];
    this.OPTION(() => this.CONSUME(t.Bom));
    this.MANY(() =>
      this.OR([
        { ALT: () => void this.CONSUME(t.LineBreak) },
        { ALT: () => void this.CONSUME(t.Blank) },
        { ALT: () => items.push({ kind: "comment", span: spanOfToken(this.CONSUME(t.Comment)) }) },
        { ALT: () => items.push(this.SUBRULE(this.command)) },
        { ALT: () => items.push(this.SUBRULE(this.parameter)) },
        { ALT: () => items.push(this.SUBRULE(this.message)) },
        { ALT: () => items.push(readJunk(this.text, this.CONSUME(t.Junk))) },
      ]),
    );
    return items;
  });

  private readonly command = this.RULE("command", (): Instruction => {
    const word = this.OR([
      { ALT: () => this.CONSUME(t.CommandWord) },
      { ALT: () => this.CONSUME(t.UnknownWord) },
    ]);
    const separator = this.CONSUME(t.Separator);
    const value = this.OPTION(() => this.SUBRULE(this.value));
    return this.ACTION(() => readCommand(this.text, word, separator, value));
  });

  private readonly parameter = this.RULE("parameter", (): Instruction => {
    const word = this.CONSUME(t.ParameterWord);
    const separator = this.CONSUME(t.Separator);
    const rest = this.SUBRULE(this.namedValue);
    return this.ACTION(() => readNamed(this.text, "PARAMETER", word, separator, rest));
  });

  private readonly message = this.RULE("message", (): Instruction => {
    const word = this.CONSUME(t.MessageWord);
    const separator = this.CONSUME(t.Separator);
    const rest = this.SUBRULE(this.namedValue);
    return this.ACTION(() => readNamed(this.text, "MESSAGE", word, separator, rest));
  });

  private readonly namedValue = this.RULE("namedValue", (): NamedRest => {
    let name: IToken | undefined;
    let separator: IToken | undefined;
    let value: IToken | undefined;
    let bad: IToken | undefined;
    this.OPTION(() =>
      this.OR([
        {
          ALT: () => {
            name = this.OR1([
              { ALT: () => this.CONSUME(t.ParameterName) },
              { ALT: () => this.CONSUME(t.Role) },
            ]);
            separator = this.CONSUME(t.Separator);
            value = this.OPTION1(() => this.SUBRULE(this.value));
          },
        },
        {
          ALT: () => {
            bad = this.CONSUME(t.BadName);
          },
        },
      ]),
    );
    return { name, separator, value, bad };
  });

  private readonly value = this.RULE(
    "value",
    (): IToken =>
      this.OR([{ ALT: () => this.CONSUME(t.Value) }, { ALT: () => this.CONSUME(t.UnclosedValue) }]),
  );
}

interface NamedRest {
  readonly name: IToken | undefined;
  readonly separator: IToken | undefined;
  readonly value: IToken | undefined;
  readonly bad: IToken | undefined;
}

let parser: ModelfileParser | undefined;

/** Building the parser analyses the grammar, so it is built once and when first needed. */
function modelfileParser(): ModelfileParser {
  parser ??= new ModelfileParser();
  return parser;
}

function readCommand(text: string, word: IToken, separator: IToken, valueToken?: IToken): Instruction {
  const value = readValue(text, separator, valueToken);
  if (word.tokenType === t.CommandWord) {
    const name = t.wordOf(word.image).toUpperCase() as InstructionName;
    return instructionOf(name, word, undefined, value, value.span.end, problemOfValue(text, value));
  }
  const problem: SyntaxProblem = { kind: "unknown-command", offset: separator.startOffset };
  return instructionOf(undefined, word, undefined, value, value.span.end, problem);
}

function readNamed(
  text: string,
  name: "PARAMETER" | "MESSAGE",
  word: IToken,
  separator: IToken,
  rest: NamedRest,
): Instruction {
  if (!rest.name || !rest.separator) return readBroken(text, name, word, separator, rest.bad);
  const argument: NamePart = { text: rest.name.image, span: spanOfToken(rest.name) };
  const value = readValue(text, rest.separator, rest.value);
  const isBadRole = name === "MESSAGE" && !isMessageRole(argument.text);
  const problem: SyntaxProblem | undefined = isBadRole
    ? { kind: "bad-role", offset: rest.separator.startOffset }
    : problemOfValue(text, value);
  return instructionOf(name, word, argument, value, value.span.end, problem);
}

/** A PARAMETER or MESSAGE whose name or role is not followed by a blank. */
function readBroken(
  text: string,
  name: "PARAMETER" | "MESSAGE",
  word: IToken,
  separator: IToken,
  bad: IToken | undefined,
): Instruction {
  const start = endOf(separator);
  const span = bad ? spanOfToken(bad) : { start, end: start };
  const argument = span.end > span.start ? { text: text.slice(span.start, span.end), span } : undefined;
  return instructionOf(name, word, argument, undefined, span.end, problemOfName(text, start, name));
}

function instructionOf(
  name: InstructionName | undefined,
  word: IToken,
  argument: NamePart | undefined,
  value: ValueNode | undefined,
  end: number,
  problem: SyntaxProblem | undefined,
): Instruction {
  const shown = t.wordOf(word.image);
  return {
    kind: "instruction",
    name,
    word: shown,
    wordSpan: { start: endOf(word) - shown.length, end: endOf(word) },
    argument,
    value,
    span: { start: word.startOffset, end },
    problem,
  };
}

/** Where and how Ollama gives up on a name or role that is not followed by a blank. */
function problemOfName(text: string, start: number, name: "PARAMETER" | "MESSAGE"): SyntaxProblem {
  const letters = name === "PARAMETER" ? /[A-Za-z0-9_]*/y : /[A-Za-z]*/y;
  letters.lastIndex = start;
  const read = letters.exec(text)?.[0] ?? "";
  const offset = start + read.length;
  return offset >= text.length ? { kind: "unexpected-end", offset } : { kind: "bad-name", offset, read };
}

function problemOfValue(text: string, value: ValueNode): SyntaxProblem | undefined {
  return value.closed ? undefined : { kind: "unexpected-end", offset: text.length };
}

/** A line without a word and a blank: Ollama stops at the first rune that can't go on a word. */
function readJunk(text: string, junk: IToken): JunkItem {
  const span = spanOfToken(junk);
  const rest = /[A-Za-z]*/y;
  rest.lastIndex = span.start + (runeAt(text, span.start) > 0xffff ? 2 : 1);
  rest.exec(text);
  const offset = rest.lastIndex;
  const kind = offset >= text.length ? "unexpected-end" : "unknown-command";
  return { kind: "junk", span, problem: { kind, offset } };
}

function readValue(text: string, separator: IToken, token: IToken | undefined): ValueNode {
  const start = endOf(separator);
  if (!token) return emptyValue(start);
  const scanned = token.payload as ScannedValue;
  const trimmed = trimmedSpan(text, start, endOf(token));
  const contentSpan = scanned.quote === "" ? trimmed : contentOf(text, trimmed, scanned);
  const dropped = findDroppedRunes(text, contentSpan.start, contentSpan.end);
  return {
    text: withoutDropped(text, contentSpan, dropped),
    quote: scanned.quote,
    span: trimmed,
    contentSpan,
    dropped,
    closed: scanned.closed,
  };
}

function emptyValue(at: number): ValueNode {
  const span = { start: at, end: at };
  return { text: "", quote: "", span, contentSpan: span, dropped: [], closed: true };
}

/** Inside the quotes. The closing quote is found from behind, over runes that Ollama drops. */
function contentOf(text: string, span: Span, scanned: ScannedValue): Span {
  const start = findOpeningQuote(text, span.start).end;
  if (!scanned.closed) return { start, end: span.end };
  let end = span.end;
  for (let seen = 0; seen < scanned.quote.length; ) {
    end--;
    if (text[end] === '"') seen++;
  }
  return { start, end };
}

/** Without the blanks, line breaks and dropped runes at both ends. */
function trimmedSpan(text: string, from: number, to: number): Span {
  let start = from;
  let end = to;
  while (start < end && isTrimmedAway(text, start)) start += runeAt(text, start) > 0xffff ? 2 : 1;
  while (end > start) {
    const isPair = end - 2 >= start && runeAt(text, end - 2) > 0xffff;
    const last = isPair ? end - 2 : end - 1;
    if (!isTrimmedAway(text, last)) break;
    end = last;
  }
  return { start, end };
}

function isTrimmedAway(text: string, offset: number): boolean {
  const rune = runeAt(text, offset);
  return rune === 0x20 || !isPrintableRune(rune);
}

function withoutDropped(text: string, span: Span, dropped: ValueNode["dropped"]): string {
  if (dropped.length === 0) return text.slice(span.start, span.end);
  let result = "";
  let at = span.start;
  for (const { offset, rune } of dropped) {
    result += text.slice(at, offset);
    at = offset + (rune > 0xffff ? 2 : 1);
  }
  return result + text.slice(at, span.end);
}

function endOf(token: IToken): number {
  return token.startOffset + token.image.length;
}

function spanOfToken(token: IToken): Span {
  return { start: token.startOffset, end: endOf(token) };
}

import { quoteText, tryReadRune, tryUnquoteText } from "../text/quote.js";
import { charValues, type NumberReading, readComplex, readNumber } from "./numbers.js";
import {
  backup,
  declareName,
  fail,
  isDeclared,
  nested,
  next,
  nextNonSpace,
  type Parser,
  peek,
  peekNonSpace,
  unexpected,
} from "./parser.js";
import { printNode } from "./printNode.js";
import type { Token } from "./token.js";
import type { CommandNode, NumberNode, OperandNode, PipeNode, StringNode, VariableNode } from "./tree.js";

/** A pipeline and the token that ended it. */
export interface PipelineReading {
  readonly pipe: PipeNode;
  readonly closing: Token;
}

/** declarations? command ("|" command)*, up to a right delimiter or parenthesis. */
export function parsePipeline(
  p: Parser,
  context: string,
  closingKind: "rightDelim" | "rightParen",
): PipelineReading {
  const first = peekNonSpace(p);
  const { declarations, assigns } = parseDeclarations(p, context);
  const commands: CommandNode[] = [];
  for (;;) {
    const token = nextNonSpace(p);
    if (token.kind === closingKind) {
      checkPipeline(p, commands, context);
      const end = commands.at(-1)?.end ?? token.start;
      return {
        pipe: { kind: "pipe", pos: first.start, start: first.start, end, assigns, declarations, commands },
        closing: token,
      };
    }
    if (!startsCommand(token)) unexpected(p, token, context);
    backup(p, token);
    commands.push(parseCommand(p));
  }
}

function startsCommand(token: Token): boolean {
  switch (token.kind) {
    case "bool":
    case "charConstant":
    case "complex":
    case "dot":
    case "field":
    case "identifier":
    case "number":
    case "nil":
    case "rawString":
    case "string":
    case "variable":
    case "leftParen":
      return true;
    default:
      return false;
  }
}

interface Declarations {
  readonly declarations: readonly VariableNode[];
  readonly assigns: boolean;
}

/** `$x :=`, `$x =`, and in a range `$i, $x :=`. A variable that turns out to be an argument is given back. */
function parseDeclarations(p: Parser, context: string): Declarations {
  const declarations: VariableNode[] = [];
  for (;;) {
    const variable = peekNonSpace(p);
    if (variable.kind !== "variable") return { declarations, assigns: false };
    next(p);
    const after = peek(p);
    const mark = peekNonSpace(p);
    if (mark.kind === "assign" || mark.kind === "declare") {
      nextNonSpace(p);
      declare(p, declarations, variable);
      return { declarations, assigns: mark.kind === "assign" };
    }
    if (mark.kind !== "char" || mark.text !== ",") {
      if (after.kind === "space") backup(p, variable, after);
      else backup(p, variable);
      return { declarations, assigns: false };
    }
    nextNonSpace(p);
    declare(p, declarations, variable);
    if (context !== "range" || declarations.length > 1)
      fail(p, `too many declarations in ${context}`, variable);
    const following = peekNonSpace(p);
    if (!["variable", "rightDelim", "rightParen"].includes(following.kind)) {
      fail(p, "range can only initialize variables", following);
    }
  }
}

function declare(p: Parser, declarations: VariableNode[], token: Token): void {
  declarations.push(variableNode(token, token.start, token.end, []));
  declareName(p.scope, token.text);
}

function checkPipeline(p: Parser, commands: readonly CommandNode[], context: string): void {
  if (commands.length === 0) fail(p, `missing value for ${context}`);
  const stage = commands.findIndex((command, i) => i > 0 && isPlainValue(command.args[0]));
  if (stage > 0) fail(p, `non executable command in pipeline stage ${stage + 1}`);
}

/** Values that can't take the result of the stage before them. */
function isPlainValue(node: OperandNode): boolean {
  return ["bool", "dot", "nil", "number", "string"].includes(node.kind);
}

/** operand (space operand)*, consuming a pipe symbol behind it. */
function parseCommand(p: Parser): CommandNode {
  const start = peekNonSpace(p).start;
  const args: OperandNode[] = [];
  for (;;) {
    peekNonSpace(p);
    const operand = parseOperand(p);
    if (operand !== undefined) args.push(operand);
    const token = next(p);
    if (token.kind === "space") continue;
    if (token.kind === "rightDelim" || token.kind === "rightParen") backup(p, token);
    else if (token.kind !== "pipe") unexpected(p, token, "operand");
    break;
  }
  const [first, ...rest] = args;
  if (first === undefined) return fail(p, "empty command");
  return { kind: "command", pos: start, start, end: (rest.at(-1) ?? first).end, args: [first, ...rest] };
}

/** term .Field*. Fields of a field or variable join it; of a call or pipeline they make a chain. */
function parseOperand(p: Parser): OperandNode | undefined {
  const term = parseTerm(p);
  if (term === undefined || peek(p).kind !== "field") return term;
  const fields: Token[] = [];
  while (peek(p).kind === "field") fields.push(next(p));
  const names = fields.map((field) => field.text.slice(1));
  const pos = fields[0]?.start ?? term.pos;
  const end = fields.at(-1)?.end ?? term.end;
  switch (term.kind) {
    case "field":
      return { ...term, pos, end, names: [...term.names, ...names] };
    case "variable":
      return { ...term, pos, end, fields: [...term.fields, ...names] };
    case "pipe":
    case "identifier":
      return { kind: "chain", pos, start: term.start, end, node: term, fields: names };
    default:
      return fail(p, `unexpected . after term ${quoteText(printNode(term))}`, fields[0]);
  }
}

function parseTerm(p: Parser): OperandNode | undefined {
  const token = nextNonSpace(p);
  const { start, end } = token;
  const at = { pos: start, start, end };
  switch (token.kind) {
    case "identifier":
      if (!p.options.hasFunction(token.text)) fail(p, `function ${quoteText(token.text)} not defined`, token);
      return { kind: "identifier", ...at, name: token.text };
    case "dot":
      return { kind: "dot", ...at };
    case "nil":
      return { kind: "nil", ...at };
    case "variable":
      if (!isDeclared(p.scope, token.text)) fail(p, `undefined variable ${quoteText(token.text)}`, token);
      return variableNode(token, start, end, []);
    case "field":
      return { kind: "field", ...at, names: [token.text.slice(1)] };
    case "bool":
      return { kind: "bool", ...at, value: token.text === "true" };
    case "charConstant":
    case "complex":
    case "number":
      return parseNumber(p, token);
    case "leftParen":
      return nested(p, () => {
        const { pipe, closing } = parsePipeline(p, "parenthesized pipeline", "rightParen");
        return { ...pipe, start, end: closing.end };
      });
    case "string":
    case "rawString":
      return parseString(p, token);
    default:
      backup(p, token);
      return undefined;
  }
}

function variableNode(token: Token, start: number, end: number, fields: readonly string[]): VariableNode {
  return { kind: "variable", pos: start, start, end, name: token.text, fields };
}

export function parseString(p: Parser, token: Token): StringNode {
  const value = tryUnquoteText(token.text);
  if (value === undefined) return fail(p, "invalid syntax", token);
  const { start, end } = token;
  return { kind: "string", pos: start, start, end, value, literal: token.text };
}

function parseNumber(p: Parser, token: Token): NumberNode {
  const reading = readConstant(token);
  if (reading.kind === "error") return fail(p, reading.message, token);
  const { start, end } = token;
  return { kind: "number", pos: start, start, end, literal: token.text, ...reading.values };
}

function readConstant(token: Token): NumberReading {
  if (token.kind === "complex") return readComplex(token.text);
  if (token.kind === "number") return readNumber(token.text);
  const rune = tryReadRune(token.text.slice(1), "'");
  if (rune === undefined) return { kind: "error", message: "invalid syntax" };
  if (token.text.slice(1 + rune.length) !== "'") {
    return { kind: "error", message: `malformed character constant: ${token.text}` };
  }
  return { kind: "ok", values: charValues(rune.value) };
}

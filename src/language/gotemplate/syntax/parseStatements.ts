import { tryUnquoteText } from "../text/quote.js";
import { parsePipeline } from "./parsePipeline.js";
import {
  addTemplate,
  backup,
  expect,
  fail,
  forgetNames,
  nested,
  newScope,
  next,
  nextNonSpace,
  type Parser,
  peek,
  peekNonSpace,
  unexpected,
} from "./parser.js";
import type { Token } from "./token.js";
import type { ListNode, PipeNode, StatementNode, TemplateNode } from "./tree.js";

/** `{{end}}` and `{{else}}` end a list and are part of no tree. */
interface Terminator {
  readonly kind: "end" | "else";
  /** Where its action starts and, for an `else` before `if` or `with`, where what was read of it ends. */
  readonly start: number;
  readonly end: number;
}

type Parsed = StatementNode | Terminator;

function isTerminator(node: Parsed): node is Terminator {
  return node.kind === "end" || node.kind === "else";
}

/** The whole file: a list in which templates may be defined. */
export function parseFile(p: Parser): ListNode {
  const start = peek(p).start;
  const nodes: StatementNode[] = [];
  while (peek(p).kind !== "eof") {
    if (peek(p).kind === "leftDelim") {
      const delimiter = next(p);
      const token = nextNonSpace(p);
      if (token.kind === "define") {
        parseDefinition(p);
        continue;
      }
      backup(p, delimiter, token);
    }
    const node = parseStatement(p);
    if (isTerminator(node)) fail(p, `unexpected {{${node.kind}}}`);
    nodes.push(node);
  }
  return { kind: "list", pos: start, start, end: p.text.length, nodes };
}

function parseDefinition(p: Parser): void {
  const context = "define clause";
  inOwnScope(p, () => {
    const name = templateName(p, expect(p, ["string", "rawString"], context));
    expect(p, ["rightDelim"], context);
    parseTemplateBody(p, name, context);
  });
}

function parseTemplateBody(p: Parser, name: string, context: string): Terminator {
  const { list, terminator } = parseList(p);
  if (terminator.kind !== "end") fail(p, `unexpected {{else}} in ${context}`);
  addTemplate(p, name, list);
  return terminator;
}

function inOwnScope<T>(p: Parser, read: () => T): T {
  const outer = p.scope;
  p.scope = newScope();
  const result = nested(p, read);
  p.scope = outer;
  return result;
}

interface ListReading {
  readonly list: ListNode;
  readonly terminator: Terminator;
}

function parseList(p: Parser): ListReading {
  const start = peekNonSpace(p).start;
  const nodes: StatementNode[] = [];
  while (peekNonSpace(p).kind !== "eof") {
    const node = parseStatement(p);
    if (isTerminator(node)) {
      return { list: { kind: "list", pos: start, start, end: node.start, nodes }, terminator: node };
    }
    nodes.push(node);
  }
  return fail(p, "unexpected EOF");
}

function parseStatement(p: Parser): Parsed {
  const token = nextNonSpace(p);
  const { start, end } = token;
  switch (token.kind) {
    case "text":
      return { kind: "text", pos: start, start, end, text: token.text };
    case "comment":
      return { kind: "comment", pos: start, start, end, text: token.text };
    case "leftDelim": {
      p.scope.actionStart = start;
      const node = parseAction(p, start);
      p.scope.actionStart = undefined;
      return node;
    }
    default:
      return unexpected(p, token, "input");
  }
}

/** What stands between delimiters; the left one, at `start`, is consumed. */
function parseAction(p: Parser, start: number): Parsed {
  const token = nextNonSpace(p);
  const { kind } = token;
  switch (kind) {
    case "block":
      return parseBlock(p, start);
    case "break":
    case "continue":
      return parseJump(p, kind, token, start);
    case "else":
      return parseElse(p, start);
    case "end":
      return { kind: "end", start, end: expect(p, ["rightDelim"], "end").end };
    case "if":
    case "range":
    case "with":
      return nested(p, () => parseBranch(p, kind, start));
    case "template":
      return parseTemplateCall(p, start);
    default: {
      backup(p, token);
      const { pipe, closing } = parsePipeline(p, "command", "rightDelim");
      return { kind: "action", pos: token.start, start, end: closing.end, pipe };
    }
  }
}

function parseJump(p: Parser, kind: "break" | "continue", keyword: Token, start: number): StatementNode {
  const closing = nextNonSpace(p);
  if (closing.kind !== "rightDelim") unexpected(p, closing, `{{${kind}}}`);
  if (p.scope.rangeDepth === 0) fail(p, `{{${kind}}} outside {{range}}`, keyword);
  return { kind, pos: keyword.start, start, end: closing.end };
}

/** `{{else if …}}` and `{{else with …}}` end here too, with the next word still to be read. */
function parseElse(p: Parser, start: number): Terminator {
  const following = peekNonSpace(p);
  if (following.kind === "if" || following.kind === "with")
    return { kind: "else", start, end: following.start };
  return { kind: "else", start, end: expect(p, ["rightDelim"], "else").end };
}

function parseBranch(p: Parser, kind: "if" | "range" | "with", start: number): StatementNode {
  const visible = p.scope.variables.length;
  const { pipe } = parsePipeline(p, kind, "rightDelim");
  if (kind === "range") p.scope.rangeDepth++;
  const { list, terminator } = parseList(p);
  if (kind === "range") p.scope.rangeDepth--;
  const otherwise = terminator.kind === "else" ? parseElseList(p, kind) : undefined;
  forgetNames(p.scope, visible);
  const end = otherwise?.end ?? terminator.end;
  return { kind, pos: pipe.pos, start, end, pipe, list, elseList: otherwise?.list };
}

interface ElseReading {
  readonly list: ListNode;
  /** Where the whole branch ends, its `{{end}}` included. */
  readonly end: number;
}

/** `{{else if}}` is `{{else}}{{if}}` whose one `{{end}}` ends both; `{{else with}}` likewise. */
function parseElseList(p: Parser, kind: "if" | "range" | "with"): ElseReading {
  const following = peek(p);
  if (kind !== "range" && following.kind === kind) {
    next(p);
    const node = nested(p, () => parseBranch(p, kind, following.start));
    const list: ListNode = {
      kind: "list",
      pos: following.start,
      start: following.start,
      end: node.end,
      nodes: [node],
    };
    return { list, end: node.end };
  }
  const { list, terminator } = parseList(p);
  if (terminator.kind !== "end") fail(p, "expected end; found {{else}}");
  return { list, end: terminator.end };
}

/** `{{block "name" pipeline}} … {{end}}` defines a template and calls it in place. */
function parseBlock(p: Parser, start: number): TemplateNode {
  const context = "block clause";
  const token = nextNonSpace(p);
  const name = templateName(p, token, context);
  const { pipe } = parsePipeline(p, context, "rightDelim");
  const terminator = inOwnScope(p, () => parseTemplateBody(p, name, context));
  return { kind: "template", pos: token.start, start, end: terminator.end, name, pipe };
}

function parseTemplateCall(p: Parser, start: number): TemplateNode {
  const context = "template clause";
  const token = nextNonSpace(p);
  const name = templateName(p, token, context);
  let closing = nextNonSpace(p);
  let pipe: PipeNode | undefined;
  if (closing.kind !== "rightDelim") {
    backup(p, closing);
    ({ pipe, closing } = parsePipeline(p, context, "rightDelim"));
  }
  return { kind: "template", pos: token.start, start, end: closing.end, name, pipe };
}

function templateName(p: Parser, token: Token, context = ""): string {
  if (token.kind !== "string" && token.kind !== "rawString") unexpected(p, token, context);
  return tryUnquoteText(token.text) ?? fail(p, "invalid syntax", token);
}

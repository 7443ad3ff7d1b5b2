import { printNode } from "../syntax/printNode.js";
import type {
  ChainNode,
  CommandNode,
  DotNode,
  FieldNode,
  OperandNode,
  PipeNode,
  TemplateTreeNode,
  VariableNode,
} from "../syntax/tree.js";
import type { GoValue } from "../values/values.js";
import { type Argument, compileLiteral, type Evaluate, evaluateRaw } from "./arguments.js";
import { compileFieldReader, type FieldReader, readMember } from "./fields.js";
import { compileFunctionCall, type EvaluateCommand, type FunctionContext, failing } from "./functionCalls.js";
import { fail, type RenderState } from "./state.js";
import { type Assign, assignVariable, declareVariable, readVariable } from "./variables.js";

/** What expressions are compiled with: the variables in sight and the functions. */
export type ExpressionContext = FunctionContext;

/** A pipeline with what it declares or assigns. */
export function compilePipe(c: ExpressionContext, pipe: PipeNode): Evaluate {
  const commands = pipe.commands.map((command, i) => compileCommand(c, command, i > 0));
  const assigns = pipe.declarations.map(({ name }) =>
    (pipe.assigns ? assignVariable : declareVariable)(c.scope, name),
  );
  const [only] = commands;
  if (only !== undefined && commands.length === 1 && assigns.length === 0) {
    return (s) => {
      s.node = pipe;
      return withoutSlot(only(s, undefined));
    };
  }
  return compileLongPipe(pipe, commands, assigns);
}

function compileLongPipe(
  pipe: PipeNode,
  commands: readonly EvaluateCommand[],
  assigns: readonly Assign[],
): Evaluate {
  return (s) => {
    s.node = pipe;
    let value: GoValue;
    for (const command of commands) value = withoutSlot(command(s, value));
    for (const assign of assigns) assign(s, value);
    return value;
  };
}

/** Each stage takes its result out of an `any`; interfaces with methods stay as they are. */
function withoutSlot(value: GoValue): GoValue {
  return typeof value === "object" && value.kind === "interface" && value.type.required.size === 0
    ? value.value
    : value;
}

function compileCommand(c: ExpressionContext, command: CommandNode, hasFinal: boolean): EvaluateCommand {
  const [first, ...rest] = command.args;
  const hasArgs = rest.length > 0 || hasFinal;
  switch (first.kind) {
    case "field":
      return hasArgs ? compileFieldCall(c, first, rest, hasFinal) : compileField(first);
    case "chain":
      return compileChain(c, first, rest, hasFinal);
    case "identifier":
      return compileFunctionCall(
        c,
        first,
        command,
        () => rest.map((arg) => compileArgument(c, arg)),
        hasFinal,
      );
    case "variable":
      return compileVariable(c, first, rest, hasFinal);
    case "pipe":
      return hasArgs ? notAFunction(first) : compilePipe(c, first);
  }
  if (hasArgs) return notAFunction(first, first);
  if (first.kind === "dot") return compileDot(first);
  if (first.kind === "nil") return failing(first, "nil is not a command");
  return compileLiteral(first);
}

function compileDot(node: DotNode): Evaluate {
  return (s) => {
    s.node = node;
    return s.dot;
  };
}

/** Arguments given to something that takes none; a parenthesized pipeline does not move the place of the error. */
function notAFunction(what: OperandNode, at?: OperandNode): Evaluate {
  const reason = `can't give argument to non-function ${printNode(what)}`;
  return (s) => {
    s.node = at ?? s.node;
    return fail(s, reason);
  };
}

function compileField(node: FieldNode): Evaluate {
  const [first, second, ...more] = node.names.map(compileFieldReader);
  if (first === undefined) return (s) => s.dot;
  if (second === undefined) {
    return (s) => {
      s.node = node;
      return first(s, s.dot);
    };
  }
  return (s) => {
    s.node = node;
    return readAll(s, second(s, first(s, s.dot)), more);
  };
}

function readAll(s: RenderState, start: GoValue, readers: readonly FieldReader[]): GoValue {
  let value = start;
  for (const read of readers) value = read(s, value);
  return value;
}

/** `.A.B arg …`: the last name may be a method and gets the arguments. */
function compileFieldCall(
  c: ExpressionContext,
  node: FieldNode,
  args: readonly OperandNode[],
  hasFinal: boolean,
): EvaluateCommand {
  const read = compileMemberCall(c, node, node.names, args, hasFinal);
  return (s, final) => {
    s.node = node;
    return read(s, s.dot, final);
  };
}

type MemberCall = (s: RenderState, receiver: GoValue, final: GoValue) => GoValue;

function compileMemberCall(
  c: ExpressionContext,
  node: TemplateTreeNode,
  names: readonly string[],
  args: readonly OperandNode[],
  hasFinal: boolean,
): MemberCall {
  const readers = names.slice(0, -1).map(compileFieldReader);
  const last = names.at(-1) ?? "";
  const compiled = args.map((arg) => compileArgument(c, arg));
  return (s, receiver, final) =>
    readMember(s, readAll(s, receiver, readers), last, { node, args: compiled, hasFinal, final });
}

function compileVariable(
  c: ExpressionContext,
  node: VariableNode,
  args: readonly OperandNode[],
  hasFinal: boolean,
): EvaluateCommand {
  const read = readVariable(c.scope, node);
  const hasArgs = args.length > 0 || hasFinal;
  if (node.fields.length === 0) {
    if (!hasArgs) return read;
    const refuse = notAFunction(node);
    return (s) => {
      read(s);
      return refuse(s);
    };
  }
  if (!hasArgs) {
    const readers = node.fields.map(compileFieldReader);
    return (s) => readAll(s, read(s), readers);
  }
  const call = compileMemberCall(c, node, node.fields, args, hasFinal);
  return (s, final) => call(s, read(s), final);
}

function compileChain(
  c: ExpressionContext,
  node: ChainNode,
  args: readonly OperandNode[],
  hasFinal: boolean,
): EvaluateCommand {
  const inner = evaluateRaw(compileArgument(c, node.node));
  const call = compileMemberCall(c, node, node.fields, args, hasFinal);
  return (s, final) => {
    s.node = node;
    return call(s, inner(s), final);
  };
}

function compileArgument(c: ExpressionContext, node: OperandNode): Argument {
  switch (node.kind) {
    case "bool":
    case "string":
    case "number":
      return { kind: "literal", node };
    case "nil":
      return { kind: "nil", node };
    case "dot":
      return { kind: "value", node, evaluate: (s) => s.dot };
    case "field":
      return { kind: "value", node, evaluate: compileField(node) };
    case "pipe":
      return { kind: "value", node, evaluate: compilePipe(c, node) };
    case "variable":
      return { kind: "value", node, evaluate: withoutFinal(compileVariable(c, node, [], false)) };
    case "chain":
      return { kind: "value", node, evaluate: withoutFinal(compileChain(c, node, [], false)) };
    case "identifier":
      return {
        kind: "value",
        node,
        evaluate: withoutFinal(compileFunctionCall(c, node, node, () => [], false)),
      };
  }
}

function withoutFinal(evaluate: EvaluateCommand): Evaluate {
  return (s) => evaluate(s, undefined);
}

import { callValue } from "../builtins/call.js";
import { type Predeclared, predeclared } from "../builtins/predeclared.js";
import { sprintf } from "../format/printf.js";
import { isPredeclaredName } from "../syntax/predeclared.js";
import { printNode } from "../syntax/printNode.js";
import type { IdentifierNode, TemplateTreeNode } from "../syntax/tree.js";
import { quoteText } from "../text/quote.js";
import type { FuncType } from "../values/types.js";
import { type GoFunc, type GoValue, typeOf } from "../values/values.js";
import { type Argument, argumentAs, checkedAs, type Evaluate, evaluateRaw } from "./arguments.js";
import { asParameter, callFunction, findCallProblem, guarded, parameterType } from "./calls.js";
import { fail, type RenderState } from "./state.js";
import { isTruthy } from "./truth.js";
import { type VariableScope, withOptionalDeclarations } from "./variables.js";

/** The functions that a template can call besides the predeclared ones, and instead of them. */
export type GoFunctions = ReadonlyMap<string, GoFunc>;

export interface FunctionContext {
  readonly scope: VariableScope;
  readonly functions: GoFunctions;
}

/** A stage of a pipeline; `final` is the result of the stage before, if it has one. */
export type EvaluateCommand = (s: RenderState, final: GoValue) => GoValue;

export function failing(node: TemplateTreeNode, reason: string): Evaluate {
  return (s) => {
    s.node = node;
    return fail(s, reason);
  };
}

/** `blamed` is the node of an error from the function itself: the command, or the name where it is an argument. */
export function compileFunctionCall(
  c: FunctionContext,
  node: IdentifierNode,
  blamed: TemplateTreeNode,
  compileArguments: () => readonly Argument[],
  hasFinal: boolean,
): EvaluateCommand {
  const { name } = node;
  const own = c.functions.get(name);
  if (own !== undefined) {
    const callee = { type: own.type, call: own.call ?? (() => undefined) };
    const args = compileArguments();
    return (s, final) => {
      s.node = node;
      return callFunction(s, callee, name, { node: blamed, args, hasFinal, final });
    };
  }
  if (!isPredeclaredName(name)) return failing(node, `${quoteText(name)} is not a defined function`);
  if (name === "and" || name === "or")
    return compileLogic(c, node, name === "or", compileArguments, hasFinal);
  const builtin = predeclared[name];
  const args = compileArguments();
  const problem = findCallProblem(builtin.type, name, args.length, hasFinal);
  if (problem !== undefined) return failing(node, problem);
  if (name === "call") return compileCall(node, blamed, args, hasFinal);
  return compileBuiltin(builtin, node, blamed, args, hasFinal);
}

/** `and` and `or` stop at the first argument that decides; the value of the stage before comes last. */
function compileLogic(
  c: FunctionContext,
  node: IdentifierNode,
  decisive: boolean,
  compileArguments: () => readonly Argument[],
  hasFinal: boolean,
): EvaluateCommand {
  const { result: args, forget } = withOptionalDeclarations(c.scope, compileArguments);
  const problem = findCallProblem(predeclared.or.type, node.name, args.length, hasFinal);
  if (problem !== undefined) return failing(node, problem);
  const compiled = args.map(evaluateRaw);
  return (s, final) => {
    s.node = node;
    forget?.(s);
    let value: GoValue;
    for (const evaluate of compiled) {
      value = evaluate(s);
      if (isTruthy(value) === decisive) return value;
    }
    return hasFinal ? final : value;
  };
}

function compileBuiltin(
  { type, call }: Predeclared,
  node: IdentifierNode,
  blamed: TemplateTreeNode,
  args: readonly Argument[],
  hasFinal: boolean,
): EvaluateCommand {
  const evaluates = args.map((argument, i) => compileParameter(type, i, argument));
  return (s, final) => {
    s.node = node;
    const values: GoValue[] = [];
    for (const evaluate of evaluates) values.push(evaluate(s));
    if (hasFinal) {
      const parameter = parameterType(type, values.length);
      values.push(asParameter(parameter, checkedAs(s, final, parameter)));
    }
    return guarded(s, blamed, node.name, () => call(values, s));
  };
}

function compileParameter(type: FuncType, index: number, argument: Argument): Evaluate {
  const parameter = parameterType(type, index);
  if (parameter.kind === "reflectValue") return evaluateRaw(argument);
  if (parameter.kind === "interface") {
    const raw = evaluateRaw(argument);
    return (s) => asParameter(parameter, raw(s));
  }
  return (s) => argumentAs(s, argument, parameter);
}

/** `call f args…`: errors name the function as it is written, or describe the value that came down the pipe. */
function compileCall(
  node: IdentifierNode,
  blamed: TemplateTreeNode,
  args: readonly Argument[],
  hasFinal: boolean,
): EvaluateCommand {
  const evaluates = args.map(evaluateRaw);
  const [callee] = args;
  return (s, final) => {
    s.node = node;
    const values = evaluates.map((evaluate) => evaluate(s));
    if (hasFinal) values.push(final);
    const name = callee === undefined ? describeValue(s, final) : printNode(callee.node);
    return guarded(s, blamed, node.name, () => callValue(name, values));
  };
}

/** `reflect.Value.String`: strings as they are, anything else by its type. */
function describeValue(s: RenderState, value: GoValue): string {
  if (value === undefined) return "<invalid Value>";
  const type = typeOf(value);
  return type.kind === "string" ? sprintf("%s", [value], s.limits) : `<${type.text} Value>`;
}

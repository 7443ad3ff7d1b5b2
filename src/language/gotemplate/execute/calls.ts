import { PrintLimitExceeded } from "../format/printer.js";
import type { TemplateTreeNode } from "../syntax/tree.js";
import { inSlot, withoutAddress } from "../values/makeValue.js";
import { errorType, type FuncType, type GoType, sameType } from "../values/types.js";
import { GoFailure, type GoValue, tryText, unwrap } from "../values/values.js";
import { type Argument, argumentAs, checkedAs } from "./arguments.js";
import { chargePrinting, fail, failAtLimit, type RenderState } from "./state.js";

/** What something is called with. */
export interface Call {
  /** The node that a failing call is blamed on. */
  readonly node: TemplateTreeNode;
  readonly args: readonly Argument[];
  /** Whether the stage before passes its result as the last argument. */
  readonly hasFinal: boolean;
  readonly final?: GoValue;
}

export function hasArguments(call: Call | undefined): boolean {
  return call !== undefined && (call.args.length > 0 || call.hasFinal);
}

/** A function or bound method. */
export interface Callee {
  readonly type: FuncType;
  readonly call: (args: readonly GoValue[]) => GoValue;
}

/** Checks the number of arguments and the results against what templates can call; a problem as Go says it. */
export function findCallProblem(
  type: FuncType,
  name: string,
  argCount: number,
  hasFinal: boolean,
): string | undefined {
  const given = argCount + (hasFinal ? 1 : 0);
  const fixed = type.parameters.length - (type.variadic ? 1 : 0);
  if (type.variadic ? given < fixed : given !== fixed) {
    // Of variadic functions Go counts only the arguments written.
    const want = type.variadic ? `at least ${fixed} got ${argCount}` : `${fixed} got ${given}`;
    return `wrong number of args for ${name}: want ${want}`;
  }
  return findSignatureProblem(type, name);
}

export function findSignatureProblem(type: FuncType, name: string): string | undefined {
  const [, second] = type.results;
  const count = type.results.length;
  if (count === 1) return undefined;
  if (count !== 2 || second === undefined)
    return `function ${name} has ${count} return values; should be 1 or 2`;
  if (sameType(second, errorType)) return undefined;
  return `invalid function signature for ${name}: second return value should be error; is ${second.text}`;
}

/** Evaluates the arguments as the parameters' types and calls. */
export function callFunction(s: RenderState, callee: Callee, name: string, call: Call): GoValue {
  const { type } = callee;
  const problem = findCallProblem(type, name, call.args.length, call.hasFinal);
  if (problem !== undefined) fail(s, problem);
  const values: GoValue[] = [];
  for (const argument of call.args) {
    const parameter = parameterType(type, values.length);
    values.push(asParameter(parameter, argumentAs(s, argument, parameter)));
  }
  if (call.hasFinal) {
    const parameter = parameterType(type, values.length);
    values.push(asParameter(parameter, checkedAs(s, call.final, parameter)));
  }
  const result = guarded(s, call.node, name, () => callee.call(values));
  chargePrinting(s, tryText(result) ?? "");
  return resultOf(type, result);
}

/** The type of the n-th argument: of those beyond the last parameter, the variadic element's. */
export function parameterType(type: FuncType, index: number): GoType {
  const last = type.parameters.length - 1;
  const parameter = type.parameters[Math.min(index, last)];
  if (parameter === undefined) throw new RangeError(`no parameter ${index} in ${type.text}`);
  return type.variadic && index >= last && parameter.kind === "slice" ? parameter.elem : parameter;
}

/** A value as a function gets it: interfaces hand over a copy of what is in them. */
export function asParameter(type: GoType, value: GoValue): GoValue {
  return type.kind === "interface" ? withoutAddress(unwrap(value)) : value;
}

export function resultOf(type: FuncType, value: GoValue): GoValue {
  const [result] = type.results;
  return result === undefined ? undefined : withoutAddress(inSlot(result, value));
}

/** Runs a call whose failure is an error at `node`. */
export function guarded(s: RenderState, node: TemplateTreeNode, name: string, call: () => GoValue): GoValue {
  try {
    return call();
  } catch (error) {
    if (error instanceof PrintLimitExceeded) return failAtLimit(s, error.limit, error.message);
    if (!(error instanceof GoFailure)) throw error;
    s.node = node;
    return fail(s, `error calling ${name}: ${error.message}`);
  }
}

import { wrapInteger } from "../execute/arguments.js";
import { asParameter, findSignatureProblem, parameterType, resultOf } from "../execute/calls.js";
import { goInteger, zeroOf } from "../values/makeValue.js";
import { isAssignable } from "../values/members.js";
import { canBeNil, type FuncType, type GoType, isInt, isUint } from "../values/types.js";
import { GoFailure, type GoValue, tryInteger, typeOf, unwrap } from "../values/values.js";

/** Calls a function value with values: what `call` does once its arguments are evaluated. */
export function callValue(name: string, values: readonly GoValue[]): GoValue {
  const [first, ...args] = values.map(unwrap);
  if (first === undefined) throw new GoFailure("call of nil");
  if (typeof first !== "object" || first.kind !== "func") {
    throw new GoFailure(`non-function ${name} of type ${typeOf(first).text}`);
  }
  const { type } = first;
  const problem = findSignatureProblem(type, name) ?? findCountProblem(type, name, args.length);
  if (problem !== undefined) throw new GoFailure(problem);
  const prepared = args.map((arg, i) => prepareNumbered(arg, parameterType(type, i), i));
  if (first.call === undefined) throw new GoFailure("reflect: call of nil function");
  return resultOf(type, first.call(prepared));
}

function findCountProblem(type: FuncType, name: string, count: number): string | undefined {
  const fixed = type.parameters.length - (type.variadic ? 1 : 0);
  if (type.variadic ? count >= fixed : count === fixed) return undefined;
  return `wrong number of args for ${name}: got ${count} want ${type.variadic ? "at least " : ""}${fixed}`;
}

function prepareNumbered(value: GoValue, type: GoType, index: number): GoValue {
  try {
    return asParameter(type, prepareValue(value, type));
  } catch (error) {
    throw error instanceof GoFailure ? new GoFailure(`arg ${index}: ${error.message}`) : error;
  }
}

/** A value as one of another type, which integers are converted to. */
export function prepareValue(value: GoValue, type: GoType): GoValue {
  if (value === undefined) {
    if (!canBeNil(type)) throw new GoFailure(`value is nil; should be of type ${type.text}`);
    return zeroOf(type);
  }
  const own = typeOf(value);
  if (isAssignable(own, type)) return value;
  const integer = tryInteger(value);
  if (integer !== undefined && isInteger(type)) return goInteger(type, wrapInteger(integer, type));
  throw new GoFailure(`value has type ${own.text}; should be ${type.text}`);
}

function isInteger(type: GoType): type is Extract<GoType, { kind: "int" | "uint" }> {
  return isInt(type.kind) || isUint(type.kind);
}

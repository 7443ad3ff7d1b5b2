import type { RenderState } from "../execute/state.js";
import { chargePrinting, chargeSteps } from "../execute/state.js";
import { isTruthy } from "../execute/truth.js";
import { sprint, sprintln } from "../format/print.js";
import { sprintf } from "../format/printf.js";
import type { PredeclaredName } from "../syntax/predeclared.js";
import {
  anyType,
  boolType,
  type FuncType,
  funcOf,
  type GoType,
  intType,
  reflectValueType,
  sliceOf,
  stringType,
} from "../values/types.js";
import { type GoValue, tryText } from "../values/values.js";
import { indexValue, lengthOf, sliceValue } from "./collections.js";
import { areEqual, isEqualToAny, isLess, isLessOrEqual } from "./comparison.js";
import { escapeHtml, escapeJs, escapeUrlQuery } from "./escapes.js";

export interface Predeclared {
  readonly type: FuncType;
  readonly call: (args: readonly GoValue[], s: RenderState) => GoValue;
}

/** Parameters and result; a parameter list that ends with `rest` takes any number more of it. */
function signature(result: GoType, parameters: readonly GoType[], rest?: GoType): FuncType {
  return rest === undefined
    ? funcOf({ parameters, results: [result] })
    : funcOf({ parameters: [...parameters, sliceOf(rest)], variadic: true, results: [result] });
}

const value = reflectValueType;
const valueAndMore = signature(value, [value], value);
const comparison = signature(boolType, [value, value]);
const texts = signature(stringType, [], anyType);

/** What a number or a composite costs to print beyond its length: a float may need thousands of exact digits. */
const objectCost = 16;

/** Text that is read and text that is made cost steps, so that work with it is bounded. */
function charged(make: Predeclared["call"]): Predeclared["call"] {
  return (args, s) => {
    let objects = 0;
    for (const arg of args) {
      if (typeof arg === "object") objects++;
      else if (typeof arg === "string") chargePrinting(s, arg);
    }
    const text = tryText(make(args, s)) ?? "";
    if (objects > 0) chargeSteps(s, objects * objectCost + text.length);
    else chargePrinting(s, text);
    return text;
  };
}

/** `and`, `or` and `call` are compiled on their own: they see more than values. */
function compiledApart(): GoValue {
  return undefined;
}

/** The functions that every template has, with the parameters that Go checks. */
export const predeclared: Readonly<Record<PredeclaredName, Predeclared>> = {
  and: { type: valueAndMore, call: compiledApart },
  or: { type: valueAndMore, call: compiledApart },
  call: { type: valueAndMore, call: compiledApart },
  not: { type: signature(boolType, [value]), call: ([arg]) => !isTruthy(arg) },
  index: { type: valueAndMore, call: indexValue },
  slice: { type: valueAndMore, call: sliceValue },
  len: { type: signature(intType, [value]), call: lengthOf },
  eq: { type: signature(boolType, [value], value), call: isEqualToAny },
  ne: { type: comparison, call: ([a, b], s) => !areEqual(a, b, s) },
  lt: { type: comparison, call: ([a, b], s) => isLess(a, b, s) },
  le: { type: comparison, call: ([a, b], s) => isLessOrEqual(a, b, s) },
  gt: { type: comparison, call: ([a, b], s) => !isLessOrEqual(a, b, s) },
  ge: { type: comparison, call: ([a, b], s) => !isLess(a, b, s) },
  print: { type: texts, call: charged((args, s) => sprint(args, s.limits)) },
  println: { type: texts, call: charged((args, s) => sprintln(args, s.limits)) },
  printf: {
    type: signature(stringType, [stringType], anyType),
    call: charged(([format, ...args], s) => sprintf(tryText(format) ?? "", args, s.limits)),
  },
  html: { type: texts, call: charged(escapeHtml) },
  js: { type: texts, call: charged(escapeJs) },
  urlquery: { type: texts, call: charged(escapeUrlQuery) },
};

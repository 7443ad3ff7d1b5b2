import { chargeReading, type RenderState } from "../execute/state.js";
import { sprintf } from "../format/printf.js";
import { compareText } from "../text/goText.js";
import { isEqual } from "../values/equality.js";
import { isComparable, isInt, isUint } from "../values/types.js";
import {
  GoFailure,
  type GoValue,
  isNil,
  kindOf,
  tryBool,
  tryInteger,
  tryText,
  typeOf,
  unwrap,
} from "../values/values.js";

/** Classes of types whose values can be compared with each other. */
type BasicKind = "bool" | "complex" | "int" | "uint" | "float" | "string";

function basicKindOf(value: GoValue): BasicKind | undefined {
  const kind = kindOf(value);
  switch (kind) {
    case "bool":
    case "string":
      return kind;
    case "float32":
    case "float64":
      return "float";
    case "complex64":
    case "complex128":
      return "complex";
    case "invalid":
      return undefined;
    default:
      return isInt(kind) ? "int" : isUint(kind) ? "uint" : undefined;
  }
}

/** `eq a b c`: a == b || a == c. */
export function isEqualToAny(args: readonly GoValue[], s: RenderState): GoValue {
  if (args.length < 2) throw new GoFailure("missing argument for comparison");
  for (let i = 1; i < args.length; i++) if (areEqual(args[0], args[i], s)) return true;
  return false;
}

export function areEqual(first: GoValue, second: GoValue, s: RenderState): boolean {
  const left = unwrap(first);
  const right = unwrap(second);
  if (typeof left === "string" && typeof right === "string") {
    if (left.length === right.length) chargeReading(s, left);
    return left === right;
  }
  const kind = basicKindOf(left);
  if (kind === basicKindOf(right))
    return kind === undefined ? areOthersEqual(left, right, s) : isSameBasic(left, right);
  if (isIntegerKind(kind) && isIntegerKind(basicKindOf(right))) return tryInteger(left) === tryInteger(right);
  if (left !== undefined && right !== undefined) throw incompatible(left, right);
  return false;
}

function isIntegerKind(kind: BasicKind | undefined): boolean {
  return kind === "int" || kind === "uint";
}

function incompatible(left: Exclude<GoValue, undefined>, right: Exclude<GoValue, undefined>): GoFailure {
  return new GoFailure(`incompatible types for comparison: ${typeOf(left).text} and ${typeOf(right).text}`);
}

/** Two values of one class, their types aside. */
function isSameBasic(left: GoValue, right: GoValue): boolean {
  const text = tryText(left);
  if (text !== undefined) return text === tryText(right);
  const truth = tryBool(left);
  if (truth !== undefined) return truth === tryBool(right);
  const integer = tryInteger(left);
  if (integer !== undefined) return integer === tryInteger(right);
  if (typeof left !== "object" || typeof right !== "object") return false;
  if (left.kind === "float" && right.kind === "float") return left.value === right.value;
  if (left.kind !== "complex" || right.kind !== "complex") return false;
  return left.real === right.real && left.imaginary === right.imaginary;
}

/** Anything can be compared with nil, and values of one kind if their types allow it. */
function areOthersEqual(left: GoValue, right: GoValue, s: RenderState): boolean {
  const show = (verb: string, value: GoValue) => showValue(verb, value, s);
  if (left !== undefined && right !== undefined && kindOf(left) !== kindOf(right)) {
    const types = `${typeOf(left).text}, ${show("%s", typeOf(right).text)}`;
    throw new GoFailure(`non-comparable types ${show("%s", left)}: ${types}: ${show("%v", right)}`);
  }
  if (isNil(left) || isNil(right)) return isNil(left) === isNil(right);
  if (right !== undefined && !isComparable(typeOf(right))) {
    throw new GoFailure(`non-comparable type ${show("%s", right)}: ${typeOf(right).text}`);
  }
  return isEqual(left, right);
}

function showValue(verb: string, value: GoValue, s: RenderState): string {
  return sprintf(verb, [value], s.limits);
}

/** `lt`: numbers of one class and strings. */
export function isLess(first: GoValue, second: GoValue, s: RenderState): boolean {
  const left = unwrap(first);
  const right = unwrap(second);
  const kind = basicKindOf(left);
  if (kind === undefined || left === undefined) throw notOrdered();
  const otherKind = basicKindOf(right);
  if (otherKind === undefined || right === undefined) throw notOrdered();
  if (isIntegerKind(kind) && isIntegerKind(otherKind))
    return (tryInteger(left) ?? 0n) < (tryInteger(right) ?? 0n);
  if (kind !== otherKind) throw incompatible(left, right);
  if (kind === "string") {
    chargeReading(s, tryText(left) ?? "");
    return compareText(tryText(left) ?? "", tryText(right) ?? "") < 0;
  }
  if (typeof left !== "object" || left.kind !== "float") throw notOrdered();
  return typeof right === "object" && right.kind === "float" && left.value < right.value;
}

function notOrdered(): GoFailure {
  return new GoFailure("invalid type for comparison");
}

/** `le` is `lt` or `eq`, which differs from "not greater" for NaN. */
export function isLessOrEqual(first: GoValue, second: GoValue, s: RenderState): boolean {
  return isLess(first, second, s) || areEqual(first, second, s);
}

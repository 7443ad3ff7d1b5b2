import { printNode } from "../syntax/printNode.js";
import type { LiteralNode, OperandNode } from "../syntax/tree.js";
import {
  goBool,
  goComplex128,
  goFloat64,
  goInt,
  goInteger,
  goPointer,
  goString,
  zeroOf,
} from "../values/makeValue.js";
import { isAssignable } from "../values/members.js";
import {
  canBeNil,
  type GoType,
  isInt,
  isUint,
  pointerTo,
  type ScalarType,
  stringType,
} from "../values/types.js";
import { type GoValue, typeOf } from "../values/values.js";
import { fail, type RenderState } from "./state.js";

export type Evaluate = (s: RenderState) => GoValue;

/** An argument: a constant that takes its type from the parameter, or something to evaluate and check. */
export type Argument =
  | { readonly kind: "literal"; readonly node: LiteralNode }
  | { readonly kind: "nil"; readonly node: OperandNode }
  | { readonly kind: "value"; readonly node: OperandNode; readonly evaluate: Evaluate };

/** The value of an argument as a parameter of some type takes it. */
export function argumentAs(s: RenderState, argument: Argument, type: GoType): GoValue {
  s.node = argument.node;
  switch (argument.kind) {
    case "literal":
      return literalAs(s, argument.node, type);
    case "nil":
      return canBeNil(type) ? zeroOf(type) : fail(s, `cannot assign nil to ${type.text}`);
    case "value":
      return checkedAs(s, argument.evaluate(s), type);
  }
}

/** A value that can be assigned to a type, taking one pointer off or putting one on if that helps. */
export function checkedAs(s: RenderState, value: GoValue, type: GoType): GoValue {
  if (type.kind === "reflectValue") return value;
  if (value === undefined) {
    return canBeNil(type) ? zeroOf(type) : fail(s, `invalid value; expected ${type.text}`);
  }
  if (typeof value === "string" && type === stringType) return value;
  if (isAssignable(typeOf(value), type)) return value;
  let inner: Exclude<GoValue, undefined> = value;
  if (typeof value === "object" && value.kind === "interface" && value.value !== undefined) {
    inner = value.value;
    if (isAssignable(typeOf(inner), type)) return inner;
  }
  if (typeof inner === "object") {
    if (inner.kind === "pointer" && isAssignable(inner.type.elem, type)) {
      return inner.target ?? fail(s, `dereference of nil pointer of type ${type.text}`);
    }
    if ("addressable" in inner && inner.addressable && isAssignable(pointerTo(inner.type), type))
      return goPointer(inner);
  }
  return fail(s, `wrong type for value; expected ${type.text}; got ${typeOf(inner).text}`);
}

function literalAs(s: RenderState, node: LiteralNode, type: GoType): GoValue {
  switch (type.kind) {
    case "reflectValue":
      return idealValue(s, node);
    case "interface":
      if (type.required.size === 0) return idealValue(s, node);
      break;
    case "bool":
      return node.kind === "bool" ? goBool(type, node.value) : expected(s, "bool", node);
    case "string":
      return node.kind === "string" ? goString(type, node.value) : expected(s, "string", node);
    case "slice":
    case "array":
    case "map":
    case "struct":
    case "pointer":
    case "func":
    case "chan":
      break;
    default:
      return numberAs(s, node, type);
  }
  return fail(s, `can't handle ${printNode(node)} for arg of type ${type.text}`);
}

function expected(s: RenderState, what: string, node: LiteralNode): never {
  return fail(s, `expected ${what}; found ${printNode(node)}`);
}

const noNumber = { int: undefined, uint: undefined, float: undefined, complex: undefined };

function numberAs(s: RenderState, node: LiteralNode, type: ScalarType): GoValue {
  const { int, uint, float, complex } = node.kind === "number" ? node : noNumber;
  switch (type.kind) {
    case "float32":
    case "float64":
      if (float === undefined) return expected(s, "float", node);
      return { kind: "float", type, value: type.kind === "float32" ? Math.fround(float) : float };
    case "complex64":
    case "complex128":
      return complex === undefined ? expected(s, "complex", node) : { kind: "complex", type, ...complex };
  }
  if (isInt(type.kind))
    return int === undefined ? expected(s, "integer", node) : goInteger(type, wrapInteger(int, type));
  return uint === undefined
    ? expected(s, "unsigned integer", node)
    : goInteger(type, wrapInteger(uint, type));
}

/** An integer cut to the bits of its type. */
export function wrapInteger(value: bigint, type: ScalarType): bigint {
  const bits = Number(/\d+$/.exec(type.kind)?.[0] ?? 64);
  return isUint(type.kind) ? BigInt.asUintN(bits, value) : BigInt.asIntN(bits, value);
}

/** The value of a constant where no type is asked for. */
export function idealValue(s: RenderState, node: LiteralNode): GoValue {
  return tryIdealValue(node) ?? fail(s, `${printNode(node)} overflows int`);
}

/** How a number is written tells its type; one that only fits an unsigned type has none here. */
export function tryIdealValue(node: LiteralNode): GoValue {
  if (node.kind !== "number") return node.value;
  const { literal, int, float, complex } = node;
  if (complex !== undefined) return goComplex128(complex.real, complex.imaginary);
  if (float !== undefined && looksLikeFloat(literal)) return goFloat64(float);
  return int === undefined ? undefined : goInt(int);
}

function looksLikeFloat(literal: string): boolean {
  if (literal.startsWith("'")) return false;
  // Go's test for hexadecimal does not see a sign: `-0xE` is a float.
  if (/^0[xX]./.test(literal) && !/[pP]/.test(literal)) return false;
  return /[.eEpP]/.test(literal);
}

/** A constant where no type is asked for. */
export function compileLiteral(node: LiteralNode): Evaluate {
  const constant = tryIdealValue(node);
  return (s) => {
    s.node = node;
    return constant ?? idealValue(s, node);
  };
}

/** An argument for a parameter that takes any value as it is. */
export function evaluateRaw(argument: Argument): Evaluate {
  const { node } = argument;
  switch (argument.kind) {
    case "literal":
      return compileLiteral(argument.node);
    case "nil":
      return (s) => {
        s.node = node;
        return undefined;
      };
    case "value": {
      const { evaluate } = argument;
      return (s) => {
        s.node = node;
        return evaluate(s);
      };
    }
  }
}

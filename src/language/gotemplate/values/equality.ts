import { isComparable, sameType } from "./types.js";
import { GoFailure, type GoObject, type GoPointer, type GoValue, typeOf, unwrap } from "./values.js";

/** Go's `==` on two interface values: types alike, then values; panics on what can't be compared. */
export function isEqual(left: GoValue, right: GoValue): boolean {
  const a = unwrap(left);
  const b = unwrap(right);
  if (a === undefined || b === undefined) return a === b;
  const type = typeOf(a);
  if (!sameType(type, typeOf(b))) return false;
  if (!isComparable(type)) throw new GoFailure(`runtime error: comparing uncomparable type ${type.text}`);
  return typeof a === "object" && typeof b === "object" ? areObjectsEqual(a, b) : a === b;
}

function areObjectsEqual(a: GoObject, b: GoObject): boolean {
  switch (a.kind) {
    case "integer":
    case "float":
    case "text":
    case "truth":
      return b.kind === a.kind && a.value === b.value;
    case "complex":
      return b.kind === "complex" && a.real === b.real && a.imaginary === b.imaginary;
    case "struct":
      return b.kind === "struct" && areAllEqual(a.fields, b.fields);
    case "array":
      return b.kind === "array" && areAllEqual(a.items, b.items);
    case "pointer":
      return b.kind === "pointer" && (a === b || isSamePlace(a, b));
    default:
      return a === b;
  }
}

/** Pointers are equal when they point to one place: here to one object, or nowhere. */
function isSamePlace(a: GoPointer, b: GoPointer): boolean {
  return a.target === b.target && (a.target === undefined || typeof a.target === "object");
}

function areAllEqual(a: readonly GoValue[], b: readonly GoValue[]): boolean {
  return a.every((part, i) => isEqual(part, b[i]));
}

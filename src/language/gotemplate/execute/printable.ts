import { goPointer } from "../values/makeValue.js";
import { implementsInterface } from "../values/members.js";
import { errorType, interfaceOf, pointerTo, stringMethodType } from "../values/types.js";
import { type GoValue, indirect, typeOf, unwrap } from "../values/values.js";

const stringerType = interfaceOf("fmt.Stringer", { String: stringMethodType });

export type Printable =
  | { readonly kind: "value"; readonly value: GoValue }
  /** Functions and channels can't be printed. */
  | { readonly kind: "unprintable" };

/**
 * What printing gets for a value: what a pointer points to, text for no value at all, and a pointer where only
 * that has an Error or String method and the value has an address.
 */
export function toPrintable(value: GoValue): Printable {
  const shown = typeof value === "object" && value.kind === "pointer" ? indirect(value) : value;
  if (shown === undefined) return { kind: "value", value: "<no value>" };
  if (typeof shown !== "object") return { kind: "value", value: shown };
  const type = typeOf(shown);
  const prints = (t: typeof type) =>
    implementsInterface(t, errorType) || implementsInterface(t, stringerType);
  if (!prints(type)) {
    if ("addressable" in shown && shown.addressable && prints(pointerTo(type))) {
      return { kind: "value", value: goPointer(shown) };
    }
    if (type.kind === "chan" || type.kind === "func") return { kind: "unprintable" };
  }
  return { kind: "value", value: unwrap(shown) };
}

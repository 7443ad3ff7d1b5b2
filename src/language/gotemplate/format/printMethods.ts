import { tryMethod } from "../values/members.js";
import { sameType, stringMethodType } from "../values/types.js";
import { GoFailure, type GoObject, type GoValue, tryText } from "../values/values.js";
import { noFlags, type Printer, write } from "./printer.js";
import { printText, writeText } from "./scalars.js";

/** Lets a value print itself: Format, then GoString for `%#v`, else Error or String for verbs that take text. */
export function printByMethod(p: Printer, value: GoObject, verb: string): boolean {
  if (p.erroring) return false;
  const type = value.kind === "pointer" ? value.type.elem : value.type;
  const { format } = type;
  if (format !== undefined) {
    catchingPanic(p, value, verb, "Format", () => write(p, format(pointee(value), verb)));
    return true;
  }
  if (p.flags.sharpV) return printMethodResult(p, value, verb, "GoString");
  if (!"vsxXq".includes(verb)) return false;
  return printMethodResult(p, value, verb, "Error") || printMethodResult(p, value, verb, "String");
}

function pointee(value: GoObject): GoValue {
  if (value.kind !== "pointer") return value;
  if (value.target === undefined)
    throw new GoFailure("runtime error: invalid memory address or nil pointer dereference");
  return value.target;
}

function printMethodResult(p: Printer, value: GoObject, verb: string, name: string): boolean {
  const method = tryMethod(withoutOwnAddress(value), name);
  if (method === undefined || !sameType(method.type, stringMethodType)) return false;
  catchingPanic(p, value, verb, name, () => {
    const text = tryText(method.call([])) ?? "";
    if (name === "GoString") writeText(p, text);
    else printText(p, text, verb);
  });
  return true;
}

/** Printing works on a copy in an interface, which has no address: pointer methods are out of reach. */
function withoutOwnAddress(value: GoObject): GoObject {
  return "addressable" in value && value.addressable ? { ...value, addressable: false } : value;
}

function catchingPanic(p: Printer, value: GoObject, verb: string, method: string, print: () => void): void {
  try {
    print();
  } catch (error) {
    if (!(error instanceof GoFailure)) throw error;
    if (value.kind === "pointer" && value.target === undefined) {
      write(p, "<nil>");
      return;
    }
    const { flags } = p;
    p.flags = noFlags;
    write(p, `%!${verb}(PANIC=${method} method: ${error.message})`);
    // Go restores the flags but not the numbers: a width or precision is 0 from here on.
    const { width, precision } = flags;
    p.flags = {
      ...flags,
      width: width === undefined ? undefined : 0,
      precision: precision === undefined ? undefined : 0,
    };
  }
}

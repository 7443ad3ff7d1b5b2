import { canonicalText } from "../text/goText.js";
import type { GoValue } from "../values/values.js";
import { kindOf } from "../values/values.js";
import { createPrinter, type PrintLimits, write } from "./printer.js";
import { printArg } from "./printValue.js";

/** Go's `fmt.Sprint`: a space between two operands when neither is a string. */
export function sprint(args: readonly GoValue[], limits: PrintLimits): string {
  if (args.length === 1) {
    const [only] = args;
    if (typeof only === "string") return only;
    if (typeof only === "number" || typeof only === "boolean") return String(only);
  }
  const p = createPrinter(limits);
  let afterString = false;
  for (const [i, arg] of args.entries()) {
    const isString = kindOf(arg) === "string";
    if (i > 0 && !isString && !afterString) write(p, " ");
    printArg(p, arg, "v");
    afterString = isString;
  }
  return canonicalText(p.out);
}

/** Go's `fmt.Sprintln`: a space between all operands, a line break behind them. */
export function sprintln(args: readonly GoValue[], limits: PrintLimits): string {
  const p = createPrinter(limits);
  for (const [i, arg] of args.entries()) {
    if (i > 0) write(p, " ");
    printArg(p, arg, "v");
  }
  write(p, "\n");
  return canonicalText(p.out);
}

import { sortedEntries } from "../values/maps.js";
import { isExported } from "../values/types.js";
import {
  type GoArray,
  type GoMap,
  type GoObject,
  type GoPointer,
  type GoScalar,
  type GoSlice,
  type GoStruct,
  type GoValue,
  isNil,
  itemsOf,
  typeOf,
  unwrap,
} from "../values/values.js";
import { printAddress } from "./printAddress.js";
import { bytesOf, isPlainBytes, printBytes, printBytesLiteral } from "./printBytes.js";
import { type Printer, PrintLimitExceeded, write, writePadded } from "./printer.js";
import { printByMethod } from "./printMethods.js";
import { printBool, printComplex, printFloat, printInteger, printText, writeText } from "./scalars.js";

/** Prints one argument of a print function: a value that is in no interface slot. */
export function printArg(p: Printer, arg: GoValue, verb: string): void {
  if (arg === undefined) {
    if (verb === "T" || verb === "v") writePadded(p, "<nil>");
    else printBadVerb(p, arg, verb);
    return;
  }
  if (verb === "T") writeText(p, typeOf(arg).text);
  else if (verb === "p") printPointer(p, arg, verb);
  else if (typeof arg !== "object") printPlain(p, arg, verb);
  else if (isPlainBytes(arg)) {
    if (p.flags.sharpV && verb === "v") printBytesLiteral(p, arg);
    else printReflected(p, arg, verb, 0, false);
  } else if (!printItself(p, arg, verb)) printReflected(p, arg, verb, 0, false);
}

function printPointer(p: Printer, value: Exclude<GoValue, undefined>, verb: string): void {
  if (!printAddress(p, value, verb)) printBadVerb(p, value, verb);
}

/** Whether a value with methods for it was printed by them. `%w` is for wrapping errors, which nothing here does. */
function printItself(p: Printer, value: GoObject, verb: string): boolean {
  if (verb !== "w" || p.erroring) return printByMethod(p, value, verb);
  printBadVerb(p, value, verb);
  return true;
}

function printPlain(p: Printer, value: string | boolean | number, verb: string): void {
  const printed =
    typeof value === "string"
      ? printText(p, value, verb)
      : typeof value === "number"
        ? printInteger(p, BigInt(value), true, verb)
        : printBool(p, value, verb);
  if (!printed) printBadVerb(p, value, verb);
}

/** `%!d(string=text)`, the value printed plainly and without its methods. */
function printBadVerb(p: Printer, value: GoValue, verb: string): void {
  p.erroring = true;
  write(p, `%!${verb}(`);
  if (value === undefined) write(p, "<nil>");
  else {
    write(p, `${typeOf(value).text}=`);
    printReflected(p, value, "v", 0, false);
  }
  write(p, ")");
  p.erroring = false;
}

/**
 * Prints by structure. Below the top, values may print themselves, unless they were reached through an
 * unexported field.
 */
export function printReflected(
  p: Printer,
  value: GoValue,
  verb: string,
  depth: number,
  hidden: boolean,
): void {
  if (depth > p.maxDepth) throw new PrintLimitExceeded("depth", `${p.maxDepth} levels in a value`);
  if (depth > 0 && !hidden) {
    const arg = unwrap(value);
    if (typeof arg === "object" && printItself(p, arg, verb)) return;
  }
  if (value === undefined) printInvalid(p, verb, depth);
  else if (typeof value !== "object") printPlain(p, value, verb);
  else printObject(p, value, verb, depth, hidden);
}

function printInvalid(p: Printer, verb: string, depth: number): void {
  if (depth === 0) write(p, "<invalid reflect.Value>");
  else if (verb === "v") write(p, "<nil>");
  else printBadVerb(p, undefined, verb);
}

function printObject(p: Printer, value: GoObject, verb: string, depth: number, hidden: boolean): void {
  switch (value.kind) {
    case "integer":
    case "float":
    case "complex":
    case "text":
    case "truth":
      if (!printScalar(p, value, verb)) printBadVerb(p, value, verb);
      return;
    case "map":
      printMap(p, value, verb, depth, hidden);
      return;
    case "struct":
      printStruct(p, value, verb, depth, hidden);
      return;
    case "interface":
      if (value.value !== undefined) {
        printReflected(p, value.value, verb, depth + 1, hidden);
        return;
      }
      write(p, p.flags.sharpV ? `${value.type.text}(nil)` : "<nil>");
      return;
    case "slice":
    case "array":
      printList(p, value, verb, depth, hidden);
      return;
    case "pointer":
      if (depth === 0 && pointsToComposite(value)) {
        write(p, "&");
        printReflected(p, value.target, verb, depth + 1, hidden);
        return;
      }
      printPointer(p, value, verb);
      return;
    case "func":
    case "chan":
      printPointer(p, value, verb);
      return;
  }
}

function pointsToComposite({ target }: GoPointer): boolean {
  return typeof target === "object" && ["array", "slice", "struct", "map"].includes(target.kind);
}

function printScalar(p: Printer, value: GoScalar, verb: string): boolean {
  switch (value.kind) {
    case "integer":
      return printInteger(p, value.value, !value.type.kind.startsWith("uint"), verb);
    case "float":
      return printFloat(p, value.value, value.type.kind === "float32" ? 32 : 64, verb);
    case "complex":
      return printComplex(p, value.real, value.imaginary, value.type.kind === "complex64" ? 32 : 64, verb);
    case "text":
      return printText(p, value.value, verb);
    case "truth":
      return printBool(p, value.value, verb);
  }
}

/** Opens a composite: in Go syntax with its type. False when it is nil there, and done. */
function openLiteral(p: Printer, value: GoMap | GoSlice | GoArray, open: string): boolean {
  if (!p.flags.sharpV) {
    write(p, open);
    return true;
  }
  write(p, value.type.text);
  if (isNil(value)) {
    write(p, "(nil)");
    return false;
  }
  write(p, "{");
  return true;
}

function printMap(p: Printer, map: GoMap, verb: string, depth: number, hidden: boolean): void {
  if (!openLiteral(p, map, "map[")) return;
  for (const [i, { key, value }] of sortedEntries(map).entries()) {
    if (i > 0) write(p, separator(p));
    printReflected(p, key, verb, depth + 1, hidden);
    write(p, ":");
    printReflected(p, value, verb, depth + 1, hidden);
  }
  write(p, p.flags.sharpV ? "}" : "]");
}

function printStruct(p: Printer, struct: GoStruct, verb: string, depth: number, hidden: boolean): void {
  const { plusV, sharpV } = p.flags;
  const { type } = struct;
  write(p, sharpV ? `${type.text}{` : "{");
  for (const [i, field] of type.fields.entries()) {
    if (i > 0) write(p, separator(p));
    if (plusV || sharpV) write(p, `${field.name}:`);
    const value = struct.fields[i];
    printReflected(
      p,
      isNil(value) ? value : unwrap(value),
      verb,
      depth + 1,
      hidden || !isExported(field.name),
    );
  }
  write(p, "}");
}

function separator(p: Printer): string {
  return p.flags.sharpV ? ", " : " ";
}

function printList(p: Printer, list: GoSlice | GoArray, verb: string, depth: number, hidden: boolean): void {
  if ("sqxX".includes(verb) && list.type.elem.kind === "uint8") {
    printBytes(p, bytesOf(list), verb);
    return;
  }
  if (!openLiteral(p, list, "[")) return;
  for (const [i, item] of itemsOf(list).entries()) {
    if (i > 0) write(p, separator(p));
    printReflected(p, item, verb, depth + 1, hidden);
  }
  write(p, p.flags.sharpV ? "}" : "]");
}

import { type GoObject, type GoValue, isNil } from "../values/values.js";
import { type Printer, write, writePadded } from "./printer.js";
import { printHexNumber, printInteger } from "./scalars.js";

/** Go prints the address of a pointer, function or channel; this one stands for all of them. */
const anyAddress = 0xc000010000n;

/** Prints where something lies; false for what lies nowhere and for verbs that say no address. */
export function printAddress(p: Printer, value: Exclude<GoValue, undefined>, verb: string): boolean {
  if (typeof value !== "object" || !["chan", "func", "map", "pointer", "slice"].includes(value.kind))
    return false;
  const address = isNil(value) ? 0n : anyAddress;
  switch (verb) {
    case "v":
      printPointerValue(p, value, address);
      return true;
    case "p":
      printHexNumber(p, address, !p.flags.sharp);
      return true;
    case "b":
    case "o":
    case "d":
    case "x":
    case "X":
      return printInteger(p, address, false, verb);
    default:
      return false;
  }
}

function printPointerValue(p: Printer, value: GoObject, address: bigint): void {
  if (p.flags.sharpV) {
    write(p, `(${value.type.text})(`);
    if (address === 0n) write(p, "nil");
    else printHexNumber(p, address, true);
    write(p, ")");
  } else if (address === 0n) writePadded(p, "<nil>");
  else printHexNumber(p, address, !p.flags.sharp);
}

import { decodeGoText } from "../text/goText.js";
import { sameType, sliceOf, uint8Type } from "../values/types.js";
import { type GoArray, type GoObject, type GoSlice, isNil, itemsOf, tryInteger } from "../values/values.js";
import { type Printer, write } from "./printer.js";
import { printHexNumber, writeHexText, writeQuoted, writeText } from "./scalars.js";

const bytesType = sliceOf(uint8Type);

/** Whether a value is of the type `[]byte` itself and not of one defined from it. */
export function isPlainBytes(value: GoObject): value is GoSlice {
  return value.kind === "slice" && sameType(value.type, bytesType);
}

export function bytesOf(list: GoSlice | GoArray): Uint8Array {
  return Uint8Array.from(itemsOf(list), (item) => Number(tryInteger(item) ?? 0n));
}

/** Bytes under a verb that prints text. */
export function printBytes(p: Printer, bytes: Uint8Array, verb: string): void {
  if (verb === "x" || verb === "X") {
    writeHexText(p, bytes, verb);
    return;
  }
  const text = decodeGoText(bytes);
  if (verb === "q") writeQuoted(p, text);
  else writeText(p, text);
}

/** `%#v` of a plain byte slice: as an argument it alone is called `[]byte`. */
export function printBytesLiteral(p: Printer, list: GoSlice): void {
  if (isNil(list)) {
    write(p, "[]byte(nil)");
    return;
  }
  write(p, "[]byte{");
  for (const [i, byte] of bytesOf(list).entries()) {
    if (i > 0) write(p, ", ");
    printHexNumber(p, BigInt(byte), true);
  }
  write(p, "}");
}

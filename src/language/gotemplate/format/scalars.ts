import { encodeGoText, firstRunes } from "../text/goText.js";
import { canBackquote, describeRune, quoteRune, quoteText, validRune } from "../text/quote.js";
import { type FloatSize, type FloatVerb, formatFloat } from "./floats.js";
import { type Printer, write, writePadded } from "./printer.js";

/** Each function here prints one scalar with the printer's flags, or answers false for a verb it does not have. */

export function printBool(p: Printer, value: boolean, verb: string): boolean {
  if (verb !== "t" && verb !== "v") return false;
  writePadded(p, String(value));
  return true;
}

export function printInteger(p: Printer, value: bigint, signed: boolean, verb: string): boolean {
  switch (verb) {
    case "v":
      if (p.flags.sharpV && !signed) printHexNumber(p, value, true);
      else writeInteger(p, value, 10, verb);
      return true;
    case "d":
      writeInteger(p, value, 10, verb);
      return true;
    case "b":
      writeInteger(p, value, 2, verb);
      return true;
    case "o":
    case "O":
      writeInteger(p, value, 8, verb);
      return true;
    case "x":
    case "X":
      writeInteger(p, value, 16, verb);
      return true;
    case "c":
      writePadded(p, String.fromCodePoint(runeOf(value)));
      return true;
    case "q":
      writePadded(p, quoteRune(runeOf(value), p.flags.plus));
      return true;
    case "U":
      writeUnicode(p, value);
      return true;
    default:
      return false;
  }
}

/** A number in hexadecimal, with or without 0x whatever the flags say. */
export function printHexNumber(p: Printer, value: bigint, leading0x: boolean): void {
  const { flags } = p;
  p.flags = { ...flags, sharp: leading0x };
  writeInteger(p, value, 16, "v");
  p.flags = flags;
}

/** Go takes the low 32 bits of what is no larger than the last rune as unsigned; a negative number is larger. */
function runeOf(value: bigint): number {
  return value < 0n || value > 0x10ffffn ? 0xfffd : validRune(Number(value));
}

function writeInteger(p: Printer, value: bigint, base: 2 | 8 | 10 | 16, verb: string): void {
  const { flags } = p;
  const negative = value < 0n;
  if (flags.precision === 0 && value === 0n) {
    write(p, " ".repeat(flags.width ?? 0));
    return;
  }
  const magnitude = (negative ? -value : value).toString(base);
  const digits = magnitude.padStart(minimumDigits(p, negative), "0");
  const prefix = integerPrefix(p, digits, base, verb);
  const sign = negative ? "-" : flags.plus ? "+" : flags.space ? " " : "";
  writePadded(p, sign + (verb === "X" ? (prefix + digits).toUpperCase() : prefix + digits), false);
}

/** The precision, or the width when it is to be filled with zeros: then the sign has its place in it. */
function minimumDigits(p: Printer, negative: boolean): number {
  const { precision, width, zero, minus, plus, space } = p.flags;
  if (precision !== undefined) return precision;
  if (!zero || minus || width === undefined) return 0;
  return negative || plus || space ? width - 1 : width;
}

function integerPrefix(p: Printer, digits: string, base: number, verb: string): string {
  const octal = verb === "O" ? "0o" : "";
  if (!p.flags.sharp) return octal;
  if (base === 2) return "0b";
  if (base === 16) return "0x";
  return octal + (base === 8 && !digits.startsWith("0") ? "0" : "");
}

function writeUnicode(p: Printer, value: bigint): void {
  const { sharp, precision = 0 } = p.flags;
  const unsigned = BigInt.asUintN(64, value);
  const number = unsigned.toString(16).toUpperCase().padStart(Math.max(precision, 4), "0");
  const described = sharp && unsigned <= 0x10ffffn ? describeRune(Number(unsigned)) : "";
  const shown = described.includes(" ") ? described.slice(described.indexOf(" ")) : "";
  writePadded(p, `U+${number}${shown}`, false);
}

const floatVerbs: ReadonlyMap<string, readonly [verb: FloatVerb, precision: number]> = new Map([
  ["v", ["g", -1]],
  ["b", ["b", -1]],
  ["g", ["g", -1]],
  ["G", ["G", -1]],
  ["x", ["x", -1]],
  ["X", ["X", -1]],
  ["f", ["f", 6]],
  ["F", ["f", 6]],
  ["e", ["e", 6]],
  ["E", ["E", 6]],
]);

export function printFloat(p: Printer, value: number, size: FloatSize, verb: string): boolean {
  const way = floatVerbs.get(verb);
  if (way === undefined) return false;
  writeFloat(p, value, size, way[0], p.flags.precision ?? way[1]);
  return true;
}

export function printComplex(
  p: Printer,
  real: number,
  imaginary: number,
  size: FloatSize,
  verb: string,
): boolean {
  if (!floatVerbs.has(verb)) return false;
  const { flags } = p;
  write(p, "(");
  printFloat(p, real, size, verb);
  p.flags = { ...flags, plus: true };
  printFloat(p, imaginary, size, verb);
  p.flags = flags;
  write(p, "i)");
  return true;
}

function writeFloat(p: Printer, value: number, size: FloatSize, verb: FloatVerb, precision: number): void {
  const { plus, space, zero, minus, sharp, width } = p.flags;
  const text = formatFloat(value, verb, precision, size);
  const signed = /^[+-]/.test(text);
  const sign = !signed || text.startsWith("+") ? (plus ? "+" : space ? " " : "") : "-";
  const bare = signed ? text.slice(1) : text;
  if (!Number.isFinite(value)) {
    // An infinity always shows its sign.
    writePadded(p, (bare === "Inf" && sign === "" ? "+" : sign) + bare, false);
    return;
  }
  const number = sharp && verb !== "b" ? withDecimalPoint(bare, verb, precision) : bare;
  const filled = zero && !minus && width !== undefined ? width - sign.length : 0;
  writePadded(p, sign + number.padStart(filled, "0"));
}

/** `%#g` and the like: always a decimal point, and `%g` keeps its trailing zeros. */
function withDecimalPoint(number: string, verb: FloatVerb, precision: number): string {
  const isHex = verb === "x" || verb === "X";
  const exponentAt = number.search(isHex ? /[pP]/ : /[eE]/);
  const mantissa = exponentAt < 0 ? number : number.slice(0, exponentAt);
  const exponent = exponentAt < 0 ? "" : number.slice(exponentAt);
  const wanted = verb === "g" || verb === "G" || verb === "x" ? (precision < 0 ? 6 : precision) : 0;
  const significant = mantissa.replace(".", "").replace(/^0+/, "").length;
  const point = mantissa.includes(".") ? "" : ".";
  // The 0 of a plain zero counts as a digit once.
  const present = significant + (mantissa === "0" ? 1 : 0);
  return mantissa + point + "0".repeat(Math.max(wanted - present, 0)) + exponent;
}

export function printText(p: Printer, text: string, verb: string): boolean {
  const { precision } = p.flags;
  switch (verb) {
    case "v":
      if (p.flags.sharpV) writeQuoted(p, text);
      else writeText(p, text);
      return true;
    case "s":
      writeText(p, text);
      return true;
    case "q":
      writeQuoted(p, text);
      return true;
    case "x":
    case "X":
      // No more than the precision asks for is encoded; a character has at least one byte.
      writeHexText(p, encodeGoText(precision === undefined ? text : text.slice(0, precision + 1)), verb);
      return true;
    default:
      return false;
  }
}

export function writeText(p: Printer, text: string): void {
  writePadded(p, truncate(p, text));
}

export function writeQuoted(p: Printer, text: string): void {
  const shown = truncate(p, text);
  if (p.flags.sharp && canBackquote(shown)) writePadded(p, `\`${shown}\``);
  else writePadded(p, quoteText(shown, p.flags.plus));
}

function truncate(p: Printer, text: string): string {
  return p.flags.precision === undefined ? text : firstRunes(text, p.flags.precision);
}

/** The bytes in hexadecimal; with a space apart, and with `#` marked by 0x: once, or each when apart. */
export function writeHexText(p: Printer, bytes: Uint8Array, verb: string): void {
  const { precision, space, sharp, width, minus } = p.flags;
  const shown = precision === undefined ? bytes : bytes.subarray(0, precision);
  if (shown.length === 0) {
    write(p, padding(p, width ?? 0));
    return;
  }
  const prefix = sharp ? "0x" : "";
  const pairs = Array.from(shown, (byte) => byte.toString(16).padStart(2, "0"));
  const text = prefix + pairs.join(space ? ` ${prefix}` : "");
  const fill = padding(p, (width ?? 0) - text.length);
  const cased = verb === "X" ? text.toUpperCase() : text;
  write(p, minus ? cased + fill : fill + cased);
}

function padding(p: Printer, count: number): string {
  return (p.flags.zero && !p.flags.minus ? "0" : " ").repeat(Math.max(count, 0));
}

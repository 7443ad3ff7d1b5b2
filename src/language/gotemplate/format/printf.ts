import { canonicalText } from "../text/goText.js";
import { validRune } from "../text/quote.js";
import { type GoValue, tryInteger, typeOf } from "../values/values.js";
import { createPrinter, type Flags, noFlags, type Printer, type PrintLimits, write } from "./printer.js";
import { printArg } from "./printValue.js";

/** Widths and precisions beyond this are taken for mistakes (`fmt` has the same number). */
const maxNumber = 1_000_000;

interface Format {
  readonly p: Printer;
  readonly text: string;
  readonly args: readonly GoValue[];
  at: number;
  arg: number;
  /** Arguments were named by index somewhere, so that none can be called left over. */
  reordered: boolean;
  /** The index named in this verb is good. */
  goodIndex: boolean;
  /** An index was just read, which only `*` or the verb may follow. */
  afterIndex: boolean;
}

type Draft = { -readonly [K in keyof Flags]: Flags[K] };

/** Go's `fmt.Sprintf`. */
export function sprintf(text: string, args: readonly GoValue[], limits: PrintLimits): string {
  const p = createPrinter(limits);
  const f: Format = { p, text, args, at: 0, arg: 0, reordered: false, goodIndex: true, afterIndex: false };
  while (f.at < text.length) {
    const percent = text.indexOf("%", f.at);
    const end = percent < 0 ? text.length : percent;
    if (end > f.at) write(p, text.slice(f.at, end));
    f.at = end;
    if (percent >= 0) printVerb(f);
  }
  printExtra(f);
  return canonicalText(p.out);
}

function printVerb(f: Format): void {
  f.at++;
  f.goodIndex = true;
  f.afterIndex = false;
  const flags: Draft = { ...noFlags };
  readFlags(f, flags);
  readIndex(f);
  readWidth(f, flags);
  readPrecision(f, flags);
  if (!f.afterIndex) readIndex(f);
  if (f.at >= f.text.length) {
    write(f.p, "%!(NOVERB)");
    return;
  }
  const rune = f.text.codePointAt(f.at) ?? 0;
  f.at += rune > 0xffff ? 2 : 1;
  applyVerb(f, String.fromCodePoint(validRune(rune)), flags);
}

function applyVerb(f: Format, verb: string, flags: Draft): void {
  if (verb === "%") {
    write(f.p, "%");
    return;
  }
  if (!f.goodIndex) {
    write(f.p, `%!${verb}(BADINDEX)`);
    return;
  }
  if (f.arg >= f.args.length) {
    write(f.p, `%!${verb}(MISSING)`);
    return;
  }
  if (verb === "v" || verb === "w") {
    flags.sharpV = flags.sharp;
    flags.sharp = false;
    flags.plusV = flags.plus;
    flags.plus = false;
  }
  f.p.flags = flags;
  printArg(f.p, f.args[f.arg], verb);
  f.arg++;
}

function readFlags(f: Format, flags: Draft): void {
  for (; f.at < f.text.length; f.at++) {
    switch (f.text[f.at]) {
      case "#":
        flags.sharp = true;
        break;
      case "0":
        flags.zero = true;
        break;
      case "+":
        flags.plus = true;
        break;
      case "-":
        flags.minus = true;
        break;
      case " ":
        flags.space = true;
        break;
      default:
        return;
    }
  }
}

function readWidth(f: Format, flags: Draft): void {
  if (f.text[f.at] !== "*") {
    flags.width = readDigits(f);
    if (f.afterIndex && flags.width !== undefined) f.goodIndex = false;
    return;
  }
  f.at++;
  const width = takeNumber(f);
  if (width === undefined) write(f.p, "%!(BADWIDTH)");
  else if (width < 0) {
    flags.width = -width;
    flags.minus = true;
    flags.zero = false;
  } else flags.width = width;
  f.afterIndex = false;
}

function readPrecision(f: Format, flags: Draft): void {
  // A point that ends the format is no precision: it is the verb.
  if (f.text[f.at] !== "." || f.at + 1 >= f.text.length) return;
  f.at++;
  if (f.afterIndex) f.goodIndex = false;
  readIndex(f);
  if (f.text[f.at] !== "*") {
    flags.precision = readDigits(f) ?? 0;
    return;
  }
  f.at++;
  const precision = takeNumber(f);
  if (precision !== undefined && precision >= 0) flags.precision = precision;
  else write(f.p, "%!(BADPREC)");
  f.afterIndex = false;
}

/** Digits here as a number. Too many of them eat the rest of the format, as in Go. */
function readDigits(f: Format): number | undefined {
  let number: number | undefined;
  for (; f.at < f.text.length; f.at++) {
    const digit = f.text.charCodeAt(f.at) - 0x30;
    if (!(digit >= 0 && digit <= 9)) break;
    if ((number ?? 0) > maxNumber) {
      f.at = f.text.length;
      return undefined;
    }
    number = (number ?? 0) * 10 + digit;
  }
  return number;
}

/** The next argument as the number that `*` asks for. */
function takeNumber(f: Format): number | undefined {
  if (f.arg >= f.args.length) return undefined;
  const number = tryInteger(f.args[f.arg]);
  f.arg++;
  if (number === undefined || number > BigInt(maxNumber) || number < -BigInt(maxNumber)) return undefined;
  return Number(number);
}

/** `[n]`: the next argument is the n-th. */
function readIndex(f: Format): void {
  f.afterIndex = false;
  if (f.text[f.at] !== "[") return;
  f.reordered = true;
  const rest = f.text.slice(f.at);
  const close = rest.length < 3 ? -1 : rest.indexOf("]");
  if (close < 0) {
    f.at++;
    f.goodIndex = false;
    return;
  }
  f.at += close + 1;
  const digits = rest.slice(1, close);
  const index = /^\d+$/.test(digits) && isSmallNumber(digits) ? Number(digits) - 1 : undefined;
  f.afterIndex = index !== undefined;
  if (index !== undefined && index >= 0 && index < f.args.length) f.arg = index;
  else f.goodIndex = false;
}

/** Whether no digit follows a number that is too large already. */
function isSmallNumber(digits: string): boolean {
  return Number(digits.slice(0, -1)) <= maxNumber;
}

/** Arguments that no verb used, unless they were picked by index. */
function printExtra(f: Format): void {
  if (f.reordered || f.arg >= f.args.length) return;
  f.p.flags = noFlags;
  write(f.p, "%!(EXTRA ");
  for (const [i, arg] of f.args.slice(f.arg).entries()) {
    if (i > 0) write(f.p, ", ");
    if (arg === undefined) write(f.p, "<nil>");
    else {
      write(f.p, `${typeOf(arg).text}=`);
      printArg(f.p, arg, "v");
    }
  }
  write(f.p, ")");
}

import { quoteText } from "../text/quote.js";
import type { ComplexValue, NumberValues } from "./tree.js";

const minInt64 = -(2n ** 63n);
const maxInt64 = 2n ** 63n - 1n;
const maxUint64 = 2n ** 64n - 1n;

export type NumberReading =
  | { readonly kind: "ok"; readonly values: NumberValues }
  | { readonly kind: "error"; readonly message: string };

/** Reads an integer, float or imaginary constant under every type that can hold it. */
export function readNumber(literal: string): NumberReading {
  if (literal.endsWith("i")) {
    const imaginary = tryParseFloat(literal.slice(0, -1));
    if (imaginary !== undefined && Number.isFinite(imaginary))
      return ok(complexValues({ real: 0, imaginary }));
  }
  const magnitude = tryParseUnsigned(literal.replace(/^[+-]/, ""));
  if (magnitude !== undefined) {
    const values = integerValues(literal, magnitude);
    if (values !== undefined) return ok(values);
  }
  const float = tryParseFloat(literal);
  if (float === undefined || !Number.isFinite(float)) return illegal(literal);
  if (!/[.eEpP]/.test(literal)) return error(`integer overflow: ${quoteText(literal)}`);
  return ok(floatValues(float));
}

/** Reads `1+2i`. The messages are those of Go's scanner, which reads the pair. */
export function readComplex(literal: string): NumberReading {
  const match = complexPair.exec(literal);
  if (match === null) return error("syntax error scanning complex number");
  const [, real = "", imaginary = ""] = match;
  const parts: number[] = [];
  for (const part of [real, imaginary]) {
    const value = tryParseFloat(part);
    if (value === undefined) return floatError(part, "invalid syntax");
    if (!Number.isFinite(value)) return floatError(part, "value out of range");
    parts.push(value);
  }
  return ok(complexValues({ real: parts[0] ?? 0, imaginary: parts[1] ?? 0 }));
}

/** A character constant is an integer that may stand for any number. */
export function charValues(rune: number): NumberValues {
  return { int: BigInt(rune), uint: BigInt(rune), float: rune };
}

const complexPart = String.raw`[+-]?(?:0[xX][\da-fA-F_]*(?:\.[\da-fA-F_]*)?(?:[pP][+-]?[\d_]*)?|[\d_]*(?:\.[\d_]*)?(?:[eE][+-]?[\d_]*)?)`;
const complexPair = new RegExp(`^(${complexPart})([+-]${complexPart.slice("[+-]?".length)})i$`);

function ok(values: NumberValues): NumberReading {
  return { kind: "ok", values };
}

function error(message: string): NumberReading {
  return { kind: "error", message };
}

function illegal(literal: string): NumberReading {
  return error(`illegal number syntax: ${quoteText(literal)}`);
}

function floatError(part: string, reason: string): NumberReading {
  return error(`strconv.ParseFloat: parsing ${quoteText(part)}: ${reason}`);
}

/** A sign makes a constant unusable as unsigned, except that `-0` is 0. */
function integerValues(literal: string, magnitude: bigint): NumberValues | undefined {
  const signed = /^[+-]/.test(literal);
  const int = literal.startsWith("-") ? -magnitude : magnitude;
  const fitsInt = int >= minInt64 && int <= maxInt64;
  if (signed && int !== 0n) return fitsInt ? { int, float: Number(int) } : undefined;
  if (fitsInt) return { int, uint: magnitude, float: Number(int) };
  return magnitude <= maxUint64 ? { uint: magnitude, float: Number(magnitude) } : undefined;
}

function floatValues(float: number): NumberValues {
  const whole = Number.isInteger(float) ? BigInt(float) : undefined;
  return {
    float,
    ...(whole !== undefined && whole >= minInt64 && whole <= maxInt64 ? { int: whole } : {}),
    ...(whole !== undefined && whole >= 0n && whole <= maxUint64 ? { uint: whole } : {}),
  };
}

function complexValues(complex: ComplexValue): NumberValues {
  return complex.imaginary === 0 ? { ...floatValues(complex.real), complex } : { complex };
}

/** Digits with Go's base prefixes; a leading 0 alone means octal. */
function tryParseUnsigned(digits: string): bigint | undefined {
  if (!hasGoodUnderscores(digits)) return undefined;
  const plain = digits.replaceAll("_", "");
  // 65 digits are past 64 bits in any base: no need to build a huge number to know it.
  if (/^(?:0[xXoObB])?0*[1-9a-fA-F][\da-fA-F]{64}/.test(plain)) return undefined;
  if (/^0[0-7]+$/.test(plain)) return BigInt(`0o${plain}`);
  if (/^(?:0|[1-9]\d*|0[xX][\da-fA-F]+|0[oO][0-7]+|0[bB][01]+)$/.test(plain))
    return BigInt(plain.toLowerCase());
  return undefined;
}

/** The nearest float64, an infinity when out of range, or undefined when the text is no number. */
export function tryParseFloat(text: string): number | undefined {
  if (!hasGoodUnderscores(text)) return undefined;
  const plain = text.replaceAll("_", "");
  if (/^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/.test(plain)) return Number(plain);
  return tryParseHexFloat(plain);
}

/** An underscore must follow a digit or a base prefix, and be followed by a digit. */
function hasGoodUnderscores(text: string): boolean {
  if (!text.includes("_")) return true;
  const body = text.replace(/^[+-]/, "");
  const hex = /^0[xX]/.test(body);
  const marked = /^0[xXbBoO]/.test(body) ? `0${body.slice(2)}` : body;
  const digit = hex ? /[\da-fA-F]/ : /\d/;
  return [...marked].every(
    (unit, i) => unit !== "_" || (digit.test(marked[i - 1] ?? "") && digit.test(marked[i + 1] ?? "")),
  );
}

function tryParseHexFloat(text: string): number | undefined {
  const match = /^([+-]?)0[xX]([\da-fA-F]*)(?:\.([\da-fA-F]*))?[pP]([+-]?\d+)$/.exec(text);
  if (match === null) return undefined;
  const [, sign, whole = "", fraction = "", exponent = ""] = match;
  if (whole + fraction === "") return undefined;
  const mantissa = BigInt(`0x${whole}${fraction}`);
  const value = roundToFloat(mantissa, Number(exponent) - 4 * fraction.length);
  return sign === "-" ? -value : value;
}

/** mantissa · 2^exponent, rounded once to the nearest float64, ties to even. */
function roundToFloat(mantissa: bigint, exponent: number): number {
  if (mantissa === 0n) return 0;
  const bits = mantissa.toString(2).length;
  const top = bits + exponent;
  if (top > 1024) return Number.POSITIVE_INFINITY;
  if (top < -1075) return 0;
  // The lowest bit a result of this size can have: 2^-1074 for subnormals.
  const drop = Math.max(Math.max(top - 53, -1074) - exponent, 0);
  const shift = BigInt(drop);
  const kept = mantissa >> shift;
  const rest = mantissa - (kept << shift);
  const half = drop === 0 ? 1n : 1n << (shift - 1n);
  const rounded = rest > half || (rest === half && (kept & 1n) === 1n) ? kept + 1n : kept;
  return scale(Number(rounded), exponent + drop);
}

/** value · 2^exponent in steps whose factors are all float64 values. */
function scale(value: number, exponent: number): number {
  let scaled = value;
  for (let rest = exponent; rest !== 0; ) {
    const step = Math.max(-1000, Math.min(1000, rest));
    scaled *= 2 ** step;
    rest -= step;
  }
  return scaled;
}

import type { ParameterInfo } from "./parameters.js";

/** A parameter's value as Ollama's client types it. */
export type ParameterValue =
  | { readonly kind: "int"; readonly value: bigint }
  | { readonly kind: "float"; readonly value: number }
  | { readonly kind: "bool"; readonly value: boolean }
  | { readonly kind: "strings"; readonly value: readonly string[] };

/** Types a value; undefined where Ollama says `invalid … value`. */
export function tryParseParameterValue(info: ParameterInfo, text: string): ParameterValue | undefined {
  switch (info.type) {
    case "int":
      return wrap("int", tryParseGoInt(text));
    case "float":
      return wrap("float", tryParseGoFloat32(text));
    case "bool":
      return wrap("bool", tryParseGoBool(text));
    case "strings":
      return { kind: "strings", value: [text] };
  }
}

function wrap(kind: "int", value: bigint | undefined): ParameterValue | undefined;
function wrap(kind: "float", value: number | undefined): ParameterValue | undefined;
function wrap(kind: "bool", value: boolean | undefined): ParameterValue | undefined;
function wrap(kind: string, value: unknown): ParameterValue | undefined {
  return value === undefined ? undefined : ({ kind, value } as ParameterValue);
}

/** strconv.ParseInt(text, 10, 64). */
export function tryParseGoInt(text: string): bigint | undefined {
  if (!/^[+-]?[0-9]+$/.test(text)) return undefined;
  // Far more digits than 64 bits hold: no need to build the number.
  if (text.replace(/^[+-]?0*/, "").length > 19) return undefined;
  const value = BigInt(text.replace(/^\+/, ""));
  return BigInt.asIntN(64, value) === value ? value : undefined;
}

/** strconv.ParseBool. */
export function tryParseGoBool(text: string): boolean | undefined {
  if (["1", "t", "T", "TRUE", "true", "True"].includes(text)) return true;
  if (["0", "f", "F", "FALSE", "false", "False"].includes(text)) return false;
  return undefined;
}

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const hexadecimal = /^([+-]?)0x([0-9a-f]*)\.?([0-9a-f]*)p([+-]?\d+)$/i;

/** strconv.ParseFloat(text, 32). */
export function tryParseGoFloat32(text: string): number | undefined {
  const named = /^([+-]?)(inf|infinity|nan)$/i.exec(text);
  if (named) {
    if (named[2]?.toLowerCase() === "nan") return named[1] ? undefined : Number.NaN;
    return named[1] === "-" ? -Infinity : Infinity;
  }
  const plain = tryWithoutUnderscores(text);
  if (plain === undefined) return undefined;
  const value = decimal.test(plain) ? Number(plain) : tryParseHexFloat(plain);
  if (value === undefined) return undefined;
  const rounded = Math.fround(value);
  return Number.isFinite(rounded) ? rounded : undefined;
}

/** Underscores count only in a number with a base prefix, between digits. */
function tryWithoutUnderscores(text: string): string | undefined {
  if (!text.includes("_")) return text;
  if (!/^[+-]?0x/i.test(text) || !/^[+-]?0x_?(?:[0-9a-f.p+-]|(?<=[0-9a-f])_(?=[0-9a-f]))*$/i.test(text))
    return undefined;
  return text.replaceAll("_", "");
}

function tryParseHexFloat(text: string): number | undefined {
  const match = hexadecimal.exec(text);
  if (!match) return undefined;
  const [, sign, whole = "", fraction = "", exponent = "0"] = match;
  if (whole === "" && fraction === "") return undefined;
  // 24 bits of a float32 need 7 digits; 13 are exact in a double.
  const digits = `${whole}${fraction}`.replace(/^0+/, "");
  const kept = digits.slice(0, 13) || "0";
  const dropped = digits.length - Math.min(digits.length, 13);
  const value = Number.parseInt(kept, 16) * 2 ** (Number(exponent) + 4 * (dropped - fraction.length));
  return sign === "-" ? -value : value;
}

/** The shortest decimal that gives the same float32: what Go writes for one. */
export function printFloat32(value: number): string {
  for (let digits = 1; digits < 9; digits++) {
    const text = Number(value.toPrecision(digits));
    if (Math.fround(text) === value) return String(text);
  }
  return String(Number(value.toPrecision(9)));
}

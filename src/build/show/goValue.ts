import { isPrintableRune } from "../../language/modelfile/printable.js";
import type { JsonValue } from "../../store/goJson.js";

/** A JSON value as Go's `%v` prints it after decoding: every number is a float64. */
export function printGoValue(value: JsonValue | undefined): string {
  if (value === null || value === undefined) return "<nil>";
  if (typeof value === "number") return printGoFloat(value);
  if (typeof value !== "object") return String(value);
  if (isList(value)) return `[${value.map(printGoValue).join(" ")}]`;
  const entries = Object.entries(value).map(([key, item]) => `${key}:${printGoValue(item)}`);
  return `map[${entries.sort().join(" ")}]`;
}

/** The same as `%#v` prints it: texts in quotes. */
export function printGoSyntax(value: JsonValue | undefined): string {
  return typeof value === "string" ? quoteGo(value) : printGoValue(value);
}

/** strconv's shortest `g` format: with an exponent below 1e-4 and from 1e6 on. */
export function printGoFloat(value: number): string {
  if (Object.is(value, -0)) return "-0";
  const [digits = "", exponentText = "0"] = value.toExponential().split("e");
  const exponent = Number(exponentText);
  // JavaScript itself goes over to exponents below 1e-6 and from 1e21 on: between the bounds it prints in full.
  if (exponent >= -4 && exponent < 6) return String(value);
  return `${digits}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
}

const named: Readonly<Record<string, string>> = {
  "\u0007": "\\a",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\u000b": "\\v",
  "\\": "\\\\",
  '"': '\\"',
};

/** strconv.Quote. */
function quoteGo(text: string): string {
  return `"${Array.from(text, quoteRune).join("")}"`;
}

function quoteRune(rune: string): string {
  const code = rune.codePointAt(0) ?? 0;
  if (named[rune] !== undefined) return named[rune];
  if (isPrintableRune(code)) return rune;
  if (code < 0x20 || code === 0x7f) return `\\x${hex(code, 2)}`;
  return code < 0x10000 ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, "0");
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

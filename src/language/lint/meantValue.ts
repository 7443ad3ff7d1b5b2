import type { ParameterInfo } from "../modelfile/parameters.js";
import { tryParseParameterValue } from "../modelfile/parameterValue.js";
import { isInRange } from "./parameterRange.js";

/** What the writer of a value that has the wrong type wanted to say. */
export interface MeantValue {
  /** Why the value cannot be taken, put behind it: `num_ctx cannot be "4k": …`. */
  readonly problem: string;
  /** The value as Ollama takes it, and how sure that is. */
  readonly instead?: { readonly text: string; readonly sure: boolean };
}

type Guess = (text: string) => MeantValue | undefined;

/** Explains a value that Ollama's client does not take for a parameter of this type. */
export function explainWrongValue(info: ParameterInfo, text: string): MeantValue {
  for (const guess of guesses[info.type]) {
    const meant = guess(text);
    if (meant?.instead && !isUseful(info, meant.instead.text)) return { problem: meant.problem };
    if (meant) return meant;
  }
  return { problem: plain[info.type] };
}

/** A proposal must be taken by Ollama and lie in the parameter's range; anything else helps nobody. */
function isUseful(info: ParameterInfo, text: string): boolean {
  const value = tryParseParameterValue(info, text);
  return value !== undefined && isInRange(info, value);
}

const plain: Readonly<Record<ParameterInfo["type"], string>> = {
  int: "it takes a whole number",
  float: "it takes a number",
  bool: "it takes true or false",
  strings: "it takes a text",
};

const assigned: Guess = (text) => {
  const value = /^[=:]\s*(\S.*)$/s.exec(text)?.[1];
  return value === undefined
    ? undefined
    : { problem: `the "${text[0]}" belongs to the value`, instead: sure(value) };
};

const quoted: Guess = (text) => {
  const inside = /^(['"`“”‘’])(.*)['"`“”‘’]$/s.exec(text)?.[2];
  return inside === undefined
    ? undefined
    : { problem: "the quotes belong to the value", instead: sure(inside.trim()) };
};

const blankInside: Guess = (text) =>
  text !== text.trim()
    ? { problem: "the blanks inside the quotes belong to the value", instead: sure(text.trim()) }
    : undefined;

const punctuated: Guess = (text) => {
  const value = /^([^\s,;]+)[,;]$/.exec(text)?.[1];
  return value === undefined
    ? undefined
    : { problem: `the "${text.slice(-1)}" belongs to the value`, instead: sure(value) };
};

const unit: Guess = (text) => {
  const value = /^([+-]?[\d.]+)\s*(?:tokens?|layers?|threads?|cores?)$/i.exec(text)?.[1];
  return value === undefined
    ? undefined
    : { problem: "it takes a number without a unit", instead: sure(value) };
};

const fraction: Guess = (text) => {
  const match = /^([+-]?\d+)\.(\d*)$/.exec(text);
  if (!match) return undefined;
  const isWhole = /^0*$/.test(match[2] ?? "");
  return {
    problem: "it takes a whole number",
    ...(isWhole ? { instead: sure(match[1] ?? "") } : {}),
  };
};

const exponent: Guess = (text) => {
  if (!/^[+-]?\d+(?:\.\d+)?e\+?\d{1,2}$/i.test(text)) return undefined;
  const problem = "it takes a whole number without an exponent";
  const number = Number(text);
  return Number.isSafeInteger(number) ? { problem, instead: sure(String(number)) } : { problem };
};

const thousands: Guess = (text) => {
  if (!/^[+-]?\d{1,3}(?:[,_'’ ]\d{3})+$/.test(text)) return undefined;
  return {
    problem: "it takes digits without marks between them",
    instead: sure(text.replace(/[^\d+-]/g, "")),
  };
};

const hexadecimal: Guess = (text) =>
  /^0x[0-9a-f]{1,13}$/i.test(text)
    ? { problem: "it takes decimal digits", instead: sure(String(Number(text))) }
    : undefined;

/** `4k` may be 4000 or 4096. */
const kilo: Guess = (text) => {
  const match = /^(\d{1,6}(?:\.\d+)?)\s*([km])(?:i?b)?$/i.exec(text);
  if (!match) return undefined;
  const factor = match[2]?.toLowerCase() === "m" ? 1024 ** 2 : 1024;
  const number = Number(match[1]) * factor;
  return {
    problem: `"${match[2]}" is no multiplier`,
    ...(Number.isSafeInteger(number) ? { instead: { text: String(number), sure: false } } : {}),
  };
};

const tooLarge: Guess = (text) =>
  /^[+-]?\d{19,}$/.test(text) ? { problem: "it must fit into 64 bits" } : undefined;

const decimalComma: Guess = (text) =>
  /^[+-]?\d*,\d+$/.test(text)
    ? { problem: "it takes a decimal point, not a comma", instead: sure(text.replace(",", ".")) }
    : undefined;

const percent: Guess = (text) => {
  const match = /^(\d+(?:\.\d+)?)\s*%$/.exec(text);
  if (!match) return undefined;
  const share = String(Number((Number(match[1]) / 100).toPrecision(6)));
  return { problem: "it takes a plain number, not per cent", instead: sure(share) };
};

const tooLargeFloat: Guess = (text) =>
  /^[+-]?[\d.]+(?:e[+-]?\d+)?$/i.test(text) && Math.abs(Number(text)) > 3.4e38
    ? { problem: "it must fit into a 32-bit float" }
    : undefined;

const yesOrNo: Guess = (text) => {
  const word = text.toLowerCase();
  const problem = "it takes true or false";
  if (["yes", "y", "on", "true", "enable", "enabled"].includes(word))
    return { problem, instead: sure("true") };
  if (["no", "n", "off", "false", "disable", "disabled"].includes(word))
    return { problem, instead: sure("false") };
  return undefined;
};

const wrapped = [assigned, blankInside, quoted, punctuated];

const guesses: Readonly<Record<ParameterInfo["type"], readonly Guess[]>> = {
  int: [...wrapped, unit, fraction, exponent, thousands, hexadecimal, kilo, tooLarge],
  float: [...wrapped, decimalComma, percent, tooLargeFloat],
  bool: [...wrapped, yesOrNo],
  strings: [],
};

function sure(text: string): { text: string; sure: boolean } {
  return { text, sure: true };
}

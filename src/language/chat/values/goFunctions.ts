import {
  anyType,
  funcOf,
  type GoFunc,
  type GoFunctions,
  type GoType,
  type GoValue,
  sliceOf,
  stringType,
  tryPrintJson,
  typeOf,
  unwrap,
} from "../../gotemplate/index.js";
import { propertyType } from "./apiTypes.js";
import { printTypeScriptType } from "./typeScriptType.js";

/** The functions that Ollama v0.33 gives its templates besides Go's own (template/template.go). */
export const goFunctionNames = ["json", "currentDate", "yesterdayDate", "toTypeScriptType"] as const;

/** What the functions for dates print. */
export interface TemplateDates {
  readonly current: string;
  readonly yesterday: string;
}

/** The dates of a moment where this machine is, as Ollama reads its clock. */
export function templateDatesAt(now: Date): TemplateDates {
  const before = new Date(now);
  before.setDate(before.getDate() - 1);
  return { current: printDate(now), yesterday: printDate(before) };
}

function printDate(date: Date): string {
  const digits = (value: number, width: number): string => String(value).padStart(width, "0");
  return `${digits(date.getFullYear(), 4)}-${digits(date.getMonth() + 1, 2)}-${digits(date.getDate(), 2)}`;
}

export function createGoFunctions(dates: TemplateDates): GoFunctions {
  const functions: Readonly<Record<(typeof goFunctionNames)[number], GoFunc>> = {
    json: textFunction([anyType], false, (value) => tryPrintJson(value) ?? ""),
    // A format may be given; Ollama ignores it.
    currentDate: textFunction([sliceOf(stringType)], true, () => dates.current),
    yesterdayDate: textFunction([sliceOf(stringType)], true, () => dates.yesterday),
    toTypeScriptType: textFunction([anyType], false, toTypeScriptType),
  };
  return new Map(Object.entries(functions));
}

function textFunction(
  parameters: readonly GoType[],
  variadic: boolean,
  call: (value: GoValue) => string,
): GoFunc {
  const type = funcOf({ parameters, variadic, results: [stringType] });
  return { kind: "func", type, call: ([value]) => call(value) };
}

/** Of anything but a property, or a pointer to one, the type is `any`. */
function toTypeScriptType(value: GoValue): string {
  const inner = unwrap(value);
  const property = typeof inner === "object" && inner.kind === "pointer" ? inner.target : inner;
  if (property === undefined || typeOf(property) !== propertyType) return "any";
  return printTypeScriptType(property);
}

import { MfError } from "../../../base/errors.js";
import { defaultRenderLimits } from "../limits.js";
import { toWellFormed } from "../text/goText.js";
import { goFloat64, goInt, goList, goMap } from "./makeValue.js";
import type { GoValue } from "./values.js";

export interface FromJsonOptions {
  /** Go's JSON decoder makes every number a `float64`; data written for a template may mean `int`. */
  readonly numbers?: "float64" | "int";
}

/** Parsed JSON as Go holds it in an `any`: `map[string]any`, `[]any`, strings, numbers, booleans, nil. */
export function goValueFromJson(json: unknown, { numbers = "float64" }: FromJsonOptions = {}): GoValue {
  const read = (value: unknown, depth: number): GoValue => {
    if (depth > defaultRenderLimits.maxValueDepth) {
      throw new MfError("MF_E_VALUE_TOO_DEEP", `The data is nested more than ${depth - 1} levels deep.`, {
        hint: "Values that a template reads are lists and objects of a few levels.",
      });
    }
    if (value === null || value === undefined) return undefined;
    if (typeof value === "string") return toWellFormed(value);
    if (typeof value === "boolean") return value;
    if (typeof value === "number") {
      return numbers === "int" && Number.isInteger(value) ? goInt(value) : goFloat64(value);
    }
    if (Array.isArray(value)) return goList(value.map((item) => read(item, depth + 1)));
    if (typeof value === "object") {
      return goMap(Object.entries(value).map(([key, item]) => [toWellFormed(key), read(item, depth + 1)]));
    }
    throw new MfError("MF_E_NOT_JSON", `A ${typeof value} is not JSON and can't be given to a template.`);
  };
  return read(json, 0);
}

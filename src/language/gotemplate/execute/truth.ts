import type { GoObject, GoValue } from "../values/values.js";

/** Whether a value counts as true: not the zero of its type; structs always do. */
export function isTruthy(value: GoValue): boolean {
  switch (typeof value) {
    case "string":
      return value !== "";
    case "boolean":
      return value;
    case "number":
      return value !== 0;
    case "undefined":
      return false;
    default:
      return isObjectTruthy(value);
  }
}

function isObjectTruthy(value: GoObject): boolean {
  switch (value.kind) {
    case "interface":
      return isTruthy(value.value);
    case "slice":
      return value.length > 0;
    case "array":
      return value.items.length > 0;
    case "map":
      return value.entries !== undefined && value.entries.size > 0;
    case "struct":
      return true;
    case "pointer":
      return value.target !== undefined;
    case "func":
      return value.call !== undefined;
    case "chan":
      return value.queue !== undefined;
    case "integer":
      return value.value !== 0n;
    case "float":
      return value.value !== 0;
    case "complex":
      return value.real !== 0 || value.imaginary !== 0;
    case "text":
      return value.value !== "";
    case "truth":
      return value.value;
  }
}

import { type GoStruct, type GoValue, itemsOf } from "../../gotemplate/index.js";
import { textOf } from "./methods.js";

const typeScriptTypes: ReadonlyMap<string, string> = new Map([
  ["string", "string"],
  ["number", "number"],
  ["integer", "number"],
  ["boolean", "boolean"],
  ["array", "any[]"],
  ["object", "Record<string, any>"],
  ["null", "null"],
]);

/** The TypeScript type of an `api.ToolProperty` (api/types.go, ToTypeScriptType). */
export function printTypeScriptType(property: GoValue): string {
  if (typeof property !== "object" || property.kind !== "struct") return "any";
  const alternatives = listIn(property, "AnyOf");
  if (alternatives.length > 0) return alternatives.map(printTypeScriptType).join(" | ");
  const types = listIn(property, "Type").map((type) => typeScriptTypes.get(textOf(type)) ?? "any");
  return types.length === 0 ? "any" : types.join(" | ");
}

function listIn({ type, fields }: GoStruct, name: string): readonly GoValue[] {
  const value = fields[type.fields.findIndex((field) => field.name === name)];
  return typeof value === "object" && value.kind === "slice" ? itemsOf(value) : [];
}

import type { JsonValue } from "../../store/goJson.js";
import type { StoredParams } from "../../store/textLayers.js";
import { printGoSyntax } from "./goValue.js";

/** A name and one of its values; a list has a line for each. */
export function listParameters(params: StoredParams): [string, JsonValue][] {
  return Object.entries(params).flatMap(([name, value]): [string, JsonValue][] =>
    isList(value) ? value.map((item) => [name, item]) : [[name, value ?? null]],
  );
}

function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** As `ollama show --parameters` prints them, in the order of the layer instead of a random one. */
export function printParameters(params: StoredParams): string {
  return listParameters(params)
    .map(([name, value]) => `${name.padEnd(30)} ${printGoSyntax(value)}`)
    .join("\n");
}

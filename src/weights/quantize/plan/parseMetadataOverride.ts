import { MfError } from "../../../base/errors.js";
import { printable } from "../../../base/redact.js";
import type { GgufEntry, GgufValue } from "../../gguf/ggufValue.js";
import { writeText } from "../../gguf/text.js";
import { overrideTextBytes } from "./planMetadata.js";

/**
 * One `KEY=TYPE:VALUE` of llama-quantize's --override-kv. Its integers are written without their sign
 * as u32, its floats as f32: scripts that relied on it get the same file.
 */
export function parseMetadataOverride(text: string): GgufEntry {
  const match = /^([^=]+)=(int|float|bool|str):(.*)$/s.exec(text);
  const [, key, type, value] = match ?? [];
  if (key === undefined || value === undefined) {
    fail(text, "is not KEY=TYPE:VALUE", "TYPE is one of int, float, bool and str: general.name=str:mine");
  }
  return { key, value: parseValue(text, type, value) };
}

function parseValue(text: string, type: string | undefined, value: string): GgufValue {
  switch (type) {
    case "int":
      return { type: "u32", value: parseMagnitude(text, value) };
    case "float":
      return { type: "f32", value: parseFloat32(text, value) };
    case "bool":
      if (value === "true" || value === "false") return { type: "bool", value: value === "true" };
      return fail(text, "needs true or false");
    default:
      if (writeText(value).length <= overrideTextBytes) return { type: "string", value };
      return fail(text, `has a text of more than ${overrideTextBytes} bytes`);
  }
}

function parseMagnitude(text: string, value: string): number {
  const magnitude = /^[+-]?\d+$/.test(value) ? Math.abs(Number(value)) : Number.NaN;
  return magnitude <= 0xffffffff ? magnitude : fail(text, "needs an integer of at most 32 bits");
}

function parseFloat32(text: string, value: string): number {
  const number = value.trim() === "" ? Number.NaN : Math.fround(Number(value));
  return Number.isFinite(number) ? number : fail(text, "needs a number");
}

function fail(text: string, what: string, hint?: string): never {
  throw new MfError(
    "MF_E_METADATA_OVERRIDE",
    `"${printable(text)}" ${what}`,
    hint === undefined ? {} : { hint },
  );
}

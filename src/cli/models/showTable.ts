import { printGoValue } from "../../build/show/goValue.js";
import type { JsonObject, JsonValue } from "../../store/goJson.js";
import { printParameterCount } from "../../weights/gguf/inspect/parameterCount.js";

/** The tables that `ollama show` prints, made from the answer of /api/show. Blanks at the ends of lines are left out. */
export function printShowTable(shown: JsonObject, isVerbose: boolean): string {
  const sections: [string, string[][]][] = [
    ["Model", modelRows(shown)],
    ["Capabilities", texts(shown.capabilities).map((name) => [name])],
    ["Projector", projectorRows(shown.projector_info)],
    ["Parameters", parameterRows(text(shown.parameters))],
    ["Metadata", isVerbose ? metadataRows(object(shown.model_info)) : []],
    ["Tensors", isVerbose ? tensorRows(shown.tensors) : []],
    ["System", head(text(shown.system))],
    ["License", head(text(shown.license))],
  ];
  return sections
    .filter(([, rows]) => rows.length > 0)
    .map(([title, rows]) => `  ${title}\n${printRows(rows)}\n`)
    .join("");
}

function printRows(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [at, cell] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, cell.length);
  }
  const line = (row: readonly string[]): string =>
    row.map((cell, at) => cell.padEnd((widths[at] ?? 0) + 4)).join("");
  return rows
    .map((row) => `    ${line(row)}`.trimEnd())
    .map((row) => `${row}\n`)
    .join("");
}

function modelRows(shown: JsonObject): string[][] {
  const details = object(shown.details);
  const info = object(shown.model_info);
  const architecture = text(info["general.architecture"]);
  const rows: string[][] = [];
  const add = (label: string, value: JsonValue | undefined): void => {
    if (value !== undefined && value !== "" && value !== null) rows.push([label, printGoValue(value)]);
  };
  add("Remote model", shown.remote_model);
  add("Remote URL", shown.remote_host);
  add("architecture", architecture);
  add("parameters", details.parameter_size);
  add("context length", wholeNumber(info[`${architecture}.context_length`]));
  add("embedding length", wholeNumber(info[`${architecture}.embedding_length`]));
  rows.push(["quantization", text(details.quantization_level)]);
  add("requires", shown.requires);
  return rows;
}

function projectorRows(raw: JsonValue | undefined): string[][] {
  if (raw === undefined) return [];
  const info = object(raw);
  const architecture = text(info["general.architecture"]);
  const size = info["general.parameter_count"];
  const rows = [["architecture", architecture]];
  if (typeof size === "number") rows.push(["parameters", printParameterCount(size)]);
  for (const [label, key] of [
    ["embedding length", "vision.embedding_length"],
    ["dimensions", "vision.projection_dim"],
  ] as const) {
    const value = wholeNumber(info[`${architecture}.${key}`]);
    if (value !== undefined) rows.push([label, value]);
  }
  return rows;
}

/** `1048576`, not `1.048576e+06`. */
function wholeNumber(value: JsonValue | undefined): string | undefined {
  return typeof value === "number" ? String(value) : undefined;
}

function parameterRows(parameters: string): string[][] {
  return parameters
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const [, name = "", value = ""] = /^(\S+)\s+(.*)$/.exec(line) ?? [];
      return [name, value];
    });
}

function metadataRows(info: JsonObject): string[][] {
  const keys = Object.keys(info).sort();
  return keys.map((key) => [key, printMetadata(info[key])]);
}

/** A list is cut where Ollama v0.33 cuts it: at ten columns, brackets and separators of two counted. */
function printMetadata(value: JsonValue | undefined): string {
  if (!isList(value)) return printGoValue(value);
  const listWidth = 10;
  let width = 1;
  let shown = 0;
  for (const item of value) {
    const itemWidth = printGoValue(item).length + (shown > 0 ? 2 : 0);
    if (width + itemWidth > listWidth && shown > 0) break;
    width += itemWidth;
    shown++;
  }
  const items = value.slice(0, shown).map(printGoValue);
  return shown < value.length
    ? `[${items.join(" ")} ...+${value.length - shown} more]`
    : `[${items.join(" ")}]`;
}

function tensorRows(tensors: JsonValue | undefined): string[][] {
  if (!isList(tensors)) return [];
  return tensors
    .map(object)
    .map(({ name, type, shape }) => [text(name), text(type), printGoValue(shape ?? null)]);
}

const headLines = 2;

/** The first lines with something in them. */
function head(long: string): string[][] {
  const lines = long
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  return [...lines.slice(0, headLines), ...(lines.length > headLines ? ["..."] : [])].map((line) => [line]);
}

function text(value: JsonValue | undefined): string {
  return typeof value === "string" ? value : "";
}

function texts(value: JsonValue | undefined): string[] {
  return isList(value) ? value.map(text) : [];
}

function object(value: JsonValue | undefined): JsonObject {
  return isObject(value) ? value : {};
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

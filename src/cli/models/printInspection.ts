import { formatBytes } from "../../base/bytes.js";
import { printable } from "../../base/redact.js";
import { printFloat32 } from "../../language/modelfile/parameterValue.js";
import { readNumbers, readStrings } from "../../weights/gguf/ggufArray.js";
import { countElements, type GgufTensor } from "../../weights/gguf/ggufHeader.js";
import type { GgufArray, GgufEntry, GgufValue } from "../../weights/gguf/ggufValue.js";
import { estimateMemory } from "../../weights/gguf/inspect/estimateMemory.js";
import type { GgufSummary, PerLayer } from "../../weights/gguf/inspect/summarizeGguf.js";
import type { Paint } from "../style.js";
import { printTable } from "./table.js";

/** The first questions about a model file, answered from its header. */
export function printSummary(summary: GgufSummary, title: string, paint: Paint): string {
  const rows = summaryRows(summary).map(([label, value]) => [paint("dim", label.padEnd(13)), value]);
  const types = summary.types.map(({ type, tensorCount, elements, sizeBytes, share }) => [
    type.name,
    `${tensorCount} tensors`,
    `${printCount(elements)} weights`,
    formatBytes(sizeBytes),
    `${(share * 100).toFixed(1)} %`,
    drawBar(share),
  ]);
  return [
    `${paint("bold", printable(title))}\n`,
    rows.map(([label, value]) => `  ${label} ${value}\n`).join(""),
    "\n",
    printTable(types, { indent: 2, alignRight: [1, 2, 3, 4] }),
  ].join("");
}

function summaryRows(summary: GgufSummary): [string, string][] {
  const { attention, experts, fileType, tokenizer } = summary;
  const rows: [string, string | undefined][] = [
    ["name", summary.name],
    ["kind", summary.kind],
    ["architecture", summary.architecture],
    ["parameters", `${summary.parameterLabel} (${summary.parameterCount})`],
    ["file type", fileType && `${fileType.label}${fileType.isGuessed ? " (guessed)" : ""}`],
    ["size", printFileSize(summary)],
    ["context", summary.contextLength?.toString()],
    ["embedding", summary.embeddingLength?.toString()],
    ["layers", summary.layers?.toString()],
    ["heads", printHeads(attention)],
    [
      "experts",
      experts && `${experts.count}${experts.used === undefined ? "" : `, ${experts.used} used at a time`}`,
    ],
    ["tokenizer", tokenizer && printTokenizer(tokenizer)],
    ["chat template", summary.chatTemplate && `${summary.chatTemplate.length} characters`],
    ["license", summary.license],
    ["memory", printMemory(summary)],
  ];
  return rows.flatMap(([label, value]): [string, string][] =>
    value === undefined || value === "" ? [] : [[label, printable(value)]],
  );
}

function printFileSize({ sizeBytes, bitsPerWeight, partCount }: GgufSummary): string {
  const bits = bitsPerWeight === undefined ? "" : `, ${bitsPerWeight.toFixed(2)} bits a weight`;
  return `${formatBytes(sizeBytes)}${bits}${partCount > 1 ? `, in ${partCount} parts` : ""}`;
}

function printHeads({
  heads,
  kvHeads,
  keyLength,
  slidingWindow,
}: GgufSummary["attention"]): string | undefined {
  if (heads === undefined) return undefined;
  const parts = [printPerLayer(heads)];
  if (kvHeads !== undefined) parts.push(`${printPerLayer(kvHeads)} for keys and values`);
  if (keyLength !== undefined) parts.push(`${keyLength} long`);
  if (slidingWindow) parts.push(`window of ${slidingWindow}`);
  return parts.join(", ");
}

function printPerLayer(value: PerLayer): string {
  if (typeof value === "number") return String(value);
  return `${Math.min(...value)} to ${Math.max(...value)}`;
}

function printTokenizer({ model, pre, tokenCount }: NonNullable<GgufSummary["tokenizer"]>): string {
  return [model, pre && `(${pre})`, tokenCount === undefined ? undefined : `${tokenCount} tokens`]
    .filter((part) => part !== undefined)
    .join(" ");
}

function printMemory(summary: GgufSummary): string | undefined {
  const longest = summary.contextLength;
  const lengths = longest === undefined ? [] : [...new Set([Math.min(4096, longest), longest])];
  const estimates = lengths.length === 0 ? undefined : estimateMemory(summary, lengths);
  return estimates
    ?.map(
      ({ contextLength, weightBytes, cacheBytes }) =>
        `${formatBytes(weightBytes + cacheBytes)} at ${contextLength} tokens`,
    )
    .join(", ");
}

/** `1 234 567`, groups apart: the eye counts digits badly. */
function printCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, " ");
}

const barWidth = 20;

function drawBar(share: number): string {
  const filled = Math.round(share * barWidth);
  return "█".repeat(filled) + "·".repeat(barWidth - filled);
}

export function printTensors(tensors: readonly GgufTensor[]): string {
  const rows = tensors.map(({ name, dims, type, sizeBytes, fileOffset }) => [
    printable(name),
    type.name,
    dims.join(" × "),
    printCount(countElements(dims)),
    formatBytes(sizeBytes),
    String(fileOffset),
  ]);
  return printTable([["NAME", "TYPE", "SHAPE", "WEIGHTS", "SIZE", "OFFSET"], ...rows], {
    alignRight: [3, 4, 5],
  });
}

export function printMetadata(entries: readonly GgufEntry[]): string {
  const rows = entries.map(({ key, value }) => [printable(key), typeName(value), printShort(value)]);
  return printTable([["KEY", "TYPE", "VALUE"], ...rows]);
}

/** A single value, whole: text as it is, a list with an item a line. */
export function printValue(value: GgufValue): string {
  if (value.type === "f32") return `${printFloat32(value.value)}\n`;
  if (value.type !== "array") return `${value.value}\n`;
  return listItems(value)
    .map((item) => `${item}\n`)
    .join("");
}

function listItems(array: GgufArray): string[] {
  if (array.elementType === "string") return readStrings(array).map((item) => JSON.stringify(item));
  const print = array.elementType === "f32" ? printFloat32 : String;
  return readNumbers(array).map(print);
}

function typeName(value: GgufValue): string {
  return value.type === "array" ? `${value.elementType}[${value.length}]` : value.type;
}

const shownItems = 8;

function printShort(value: GgufValue): string {
  if (value.type === "string") return printable(JSON.stringify(value.value), 80);
  if (value.type === "f32") return printFloat32(value.value);
  if (value.type !== "array") return String(value.value);
  const items = listItems(value);
  const shown = items.slice(0, shownItems).join(" ");
  return printable(items.length > shownItems ? `${shown} …` : shown, 80);
}

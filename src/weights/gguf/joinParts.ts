import { basename } from "node:path";
import { MfError } from "../../base/errors.js";
import { printable } from "../../base/redact.js";
import type { GgufTensor } from "./ggufHeader.js";
import type { GgufEntry } from "./ggufValue.js";
import { ggufLimits } from "./limits.js";
import type { GgufFile } from "./readGguf.js";
import { type SplitInfo, trySplitInfo, withoutSplitKeys } from "./splitInfo.js";
import { printSplitName, tryParseSplitName } from "./splitName.js";

export interface ModelTensor extends GgufTensor {
  /** Which of the model's parts holds it. */
  readonly part: number;
}

/** A model as one thing, whether it lies in one file or in many. */
export interface GgufModel {
  readonly parts: readonly GgufFile[];
  /** The first part's, which alone carries the model's metadata; without the split keys when there are more. */
  readonly metadata: readonly GgufEntry[];
  /** In the order of the parts, and in the order within each. */
  readonly tensors: readonly ModelTensor[];
  readonly sizeBytes: number;
}

/** A part with the name that people know it by (in a store the file itself is called after its digest). */
export interface NamedPart {
  readonly name: string;
  readonly file: GgufFile;
}

interface CheckedPart extends NamedPart {
  readonly info: SplitInfo;
  readonly index: number;
  readonly prefix: string;
}

/** One model from all its parts in any order, or an error that names the part that is wrong or missing. */
export function joinParts(parts: readonly NamedPart[]): GgufModel {
  const [first] = parts;
  if (first === undefined) throw new MfError("MF_E_GGUF_SPLIT", "a model needs at least one file");
  if (parts.length === 1 && trySplitInfo(first.file) === undefined) return modelOf([first.file]);
  const checked = parts.map(checkPart).sort((a, b) => a.index - b.index);
  checkAgreement(checked);
  checkComplete(checked);
  const model = modelOf(checked.map((part) => part.file));
  checkTensors(model, checked);
  return model;
}

/** The files as they are, unchecked and in this order. */
export function modelOf(files: readonly GgufFile[]): GgufModel {
  const first = files[0] ?? { metadata: [] };
  return {
    parts: files,
    metadata: files.length === 1 ? first.metadata : withoutSplitKeys(first),
    tensors: files.flatMap((file, part) => file.tensors.map((tensor) => ({ ...tensor, part }))),
    sizeBytes: files.reduce((sum, file) => sum + file.sizeBytes, 0),
  };
}

/** The name and the metadata of one part must say the same. */
export function checkPart({ name, file }: NamedPart): CheckedPart {
  const shown = printable(basename(name));
  const info = trySplitInfo(file);
  if (info === undefined) failSplit(`"${shown}" is not part of a split model (it has no split.count)`);
  if (info.count > ggufLimits.parts) {
    failSplit(`"${shown}" says it is one of ${info.count} parts, the limit is ${ggufLimits.parts}`);
  }
  const parsed = tryParseSplitName(basename(name));
  if (parsed === undefined) {
    failSplit(
      `"${shown}" is one of ${info.count} parts, but its name does not say which`,
      `Give it back its name: ${printSplitName({ prefix: "NAME", index: info.index ?? 0, count: info.count })}`,
    );
  }
  if (parsed.count !== info.count) {
    failSplit(`"${shown}" says ${parsed.count} parts in its name and ${info.count} in its metadata`);
  }
  if (info.index === undefined) failSplit(`"${shown}" has no split.no: it does not say which part it is`);
  if (parsed.index !== info.index) {
    failSplit(
      `"${shown}" says part ${parsed.index + 1} in its name and part ${info.index + 1} in its metadata`,
      "The files were renamed or mixed up: give each its own name back.",
    );
  }
  return { name, file, info, index: parsed.index, prefix: parsed.prefix };
}

function checkAgreement(parts: readonly CheckedPart[]): void {
  const [first] = parts;
  for (const [at, part] of parts.entries()) {
    const before = parts[at - 1];
    if (part.info.count !== first?.info.count || part.prefix !== first.prefix) {
      failSplit(`"${shownName(part)}" and "${shownName(first)}" are parts of different models`);
    }
    if (before?.index === part.index) {
      failSplit(`part ${part.index + 1} is there twice: "${before.name}" and "${part.name}"`);
    }
  }
}

function checkComplete(parts: readonly CheckedPart[]): void {
  const [first] = parts;
  if (first === undefined || parts.length === first.info.count) return;
  const present = new Set(parts.map((part) => part.index));
  const missing = Array.from({ length: first.info.count }, (_, index) => index).filter(
    (index) => !present.has(index),
  );
  failMissing(
    missing.map((index) => printSplitName({ prefix: first.prefix, index, count: first.info.count })),
    first.info.count,
  );
}

export function failMissing(names: readonly string[], count: number): never {
  const shown = names
    .slice(0, 5)
    .map((name) => `"${printable(name)}"`)
    .join(", ");
  const rest = names.length > 5 ? ` and ${names.length - 5} more` : "";
  const verb = names.length === 1 ? "is" : "are";
  throw new MfError("MF_E_GGUF_SPLIT", `the model has ${count} parts, ${shown}${rest} ${verb} not there`, {
    hint: "Put all parts into one folder under their original names.",
    details: { missing: names },
  });
}

function checkTensors(model: GgufModel, parts: readonly CheckedPart[]): void {
  const owners = new Map<string, number>();
  for (const tensor of model.tensors) {
    const owner = owners.get(tensor.name);
    if (owner !== undefined) {
      failSplit(
        `tensor "${printable(tensor.name)}" is in "${shownName(parts[owner])}" and in "${shownName(parts[tensor.part])}"`,
      );
    }
    owners.set(tensor.name, tensor.part);
  }
  const claimed = parts[0]?.info.tensorCount;
  if (claimed === undefined || claimed === model.tensors.length) return;
  failSplit(`the parts hold ${model.tensors.length} tensors together, the first part says ${claimed}`);
}

function shownName(part: NamedPart | undefined): string {
  return printable(basename(part?.name ?? ""));
}

function failSplit(message: string, hint?: string): never {
  throw new MfError("MF_E_GGUF_SPLIT", message, hint === undefined ? {} : { hint });
}

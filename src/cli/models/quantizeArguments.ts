import { statSync } from "node:fs";
import { basename, dirname, join, resolve, sep } from "node:path";
import { MfError } from "../../base/errors.js";
import { printable } from "../../base/redact.js";
import { type FileType, resolveFileType, tryFileType } from "../../weights/quantize/recipe/fileTypes.js";

/** What a type may be besides llama.cpp's file types: the tensors as they are, in a new file. */
export type TargetType = FileType | "copy";

export interface QuantizeArguments {
  readonly input: string;
  readonly output: string | undefined;
  readonly types: readonly TargetType[];
}

/**
 * `IN [OUT]` with --type, or llama-quantize's own `IN [OUT] TYPE [THREADS]`, so that a script can change over by the
 * program's name alone.
 */
export function readQuantizeArguments(
  input: string,
  rest: readonly string[],
  named: readonly string[],
): QuantizeArguments {
  if (named.length > 0) {
    if (rest.length > 1) failUsage(`"${printable(rest[1] ?? "")}" is one argument too many`);
    return { input, output: rest[0], types: uniqueTypes(named.map(resolveTargetType)) };
  }
  const words = /^\d+$/.test(rest.at(-1) ?? "") && rest.length > 1 ? rest.slice(0, -1) : rest;
  const type = words.at(-1);
  if (type === undefined) failUsage("which type is wanted?");
  if (words.length > 2) failUsage(`"${printable(words[2] ?? "")}" is one argument too many`);
  if (words.length === 1 && tryTargetType(type) === undefined) failUsage("which type is wanted?");
  return { input, output: words.length > 1 ? words[0] : undefined, types: [resolveTargetType(type)] };
}

function uniqueTypes(types: readonly TargetType[]): TargetType[] {
  return [...new Set(types)];
}

function tryTargetType(text: string): TargetType | undefined {
  return text.toLowerCase() === "copy" ? "copy" : tryFileType(text);
}

function resolveTargetType(text: string): TargetType {
  return tryTargetType(text) ?? resolveFileType(text);
}

function failUsage(message: string): never {
  throw new MfError("MF_E_USAGE", message, { hint: "For example: mf quantize model-F16.gguf --type q4_K_M" });
}

export interface OutputChoice {
  readonly cwd: string;
  /** The input file, or undefined for a model of the store. */
  readonly inputPath: string | undefined;
  /** What the output is called when nobody says: the model's name without its type. */
  readonly stem: string;
  readonly output: string | undefined;
  readonly keepsSplit: boolean;
}

/** The path of each type's output. `{type}` in OUT stands for the type; several types need it, or a folder. */
export function chooseOutputPaths(types: readonly TargetType[], choice: OutputChoice): string[] {
  const { cwd, inputPath, stem, output } = choice;
  const extension = choice.keepsSplit ? "" : ".gguf";
  const nameFor = (type: TargetType): string => `${stem}-${typeName(type)}${extension}`;
  if (output === undefined) {
    const folder = inputPath === undefined ? cwd : dirname(inputPath);
    return types.map((type) => join(folder, nameFor(type)));
  }
  const path = resolve(cwd, output);
  if (
    output.endsWith("/") ||
    output.endsWith(sep) ||
    statSync(path, { throwIfNoEntry: false })?.isDirectory()
  ) {
    return types.map((type) => join(path, nameFor(type)));
  }
  if (types.length > 1 && !output.includes("{type}")) {
    failUsage(
      `several types cannot go into one file: put {type} into "${printable(output)}", or name a folder`,
    );
  }
  return types.map((type) => path.replaceAll("{type}", typeName(type)));
}

export function typeName(type: TargetType): string {
  return type === "copy" ? "copy" : type.name;
}

/** `pine-F16.gguf` → pine: what is left when extension, part and type are taken off. */
export function stemOfInput(path: string): string {
  const bare = basename(path)
    .replace(/\.gguf$/i, "")
    .replace(/-\d{5}-of-\d{5}$/, "");
  const [, stem, type] = /^(.+)[-.]([A-Za-z0-9_]+)$/.exec(bare) ?? [];
  return stem !== undefined && type !== undefined && tryFileType(type) !== undefined ? stem : bare;
}

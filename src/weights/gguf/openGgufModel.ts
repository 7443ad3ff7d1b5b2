import { basename } from "node:path";
import { tryErrnoCode } from "../../base/errors.js";
import { type ByteSource, openFileSource } from "../../base/files.js";
import { checkPart, failMissing, type GgufModel, joinParts, type ModelTensor, modelOf } from "./joinParts.js";
import { type GgufFile, readGguf } from "./readGguf.js";
import { readTensorChunks } from "./readTensor.js";
import { trySplitInfo } from "./splitInfo.js";
import { printSplitName, tryParseSplitName } from "./splitName.js";

export interface OpenGgufModel {
  readonly model: GgufModel;
  readTensor(tensor: ModelTensor): AsyncIterable<Uint8Array>;
  close(): Promise<void>;
}

type OpenSource = (path: string) => Promise<ByteSource>;

export interface OpenModelOptions {
  /** Another way to reach bytes by name than the file system: tests, remote files. */
  readonly open?: OpenSource;
  /** Takes one part of a model for itself, its split keys like any others. */
  readonly alone?: boolean;
}

/** Opens a model by the path of its file, or of any of its parts: the others are found beside it. */
export async function openGgufModel(path: string, options: OpenModelOptions = {}): Promise<OpenGgufModel> {
  const open = options.open ?? openFileSource;
  const sources = new Map<GgufFile, ByteSource>();
  const close = async (): Promise<void> => {
    await Promise.all([...sources.values()].map((source) => source.close()));
  };
  const openPart = async (name: string): Promise<{ name: string; file: GgufFile }> => {
    const { file, source } = await openGgufFile(name, open);
    sources.set(file, source);
    return { name, file };
  };
  try {
    const first = await openPart(path);
    const model = options.alone
      ? modelOf([first.file])
      : joinParts([first, ...(await openAll(siblingPaths(first), openPart))]);
    const readTensor = (tensor: ModelTensor): AsyncIterable<Uint8Array> => {
      const file = model.parts[tensor.part];
      const source = file && sources.get(file);
      if (source === undefined) throw new Error("this tensor belongs to another model");
      return readTensorChunks(source, tensor);
    };
    return { model, readTensor, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openGgufFile(path: string, open: OpenSource): Promise<{ file: GgufFile; source: ByteSource }> {
  const source = await open(path);
  try {
    return { file: await readGguf(source), source };
  } catch (error) {
    await source.close();
    throw error;
  }
}

/** Where the other parts must be, or nothing when the model is one file. */
function siblingPaths(part: { readonly name: string; readonly file: GgufFile }): string[] {
  if (trySplitInfo(part.file) === undefined) return [];
  const { index, info } = checkPart(part);
  const prefix = tryParseSplitName(part.name)?.prefix ?? "";
  const paths = Array.from({ length: info.count }, (_, at) =>
    printSplitName({ prefix, index: at, count: info.count }),
  );
  return paths.filter((_, at) => at !== index);
}

/** Opens all, or names all that are missing: one after the other they would be found one a run. */
async function openAll<T>(paths: readonly string[], open: (path: string) => Promise<T>): Promise<T[]> {
  const parts: T[] = [];
  const missing: string[] = [];
  for (const path of paths) {
    try {
      parts.push(await open(path));
    } catch (error) {
      if (tryErrnoCode(error) !== "ENOENT") throw error;
      missing.push(basename(path));
    }
  }
  if (missing.length > 0) failMissing(missing, paths.length + 1);
  return parts;
}

import { stat } from "node:fs/promises";
import { basename } from "node:path";
import type { Digest } from "../../base/digest.js";
import { openFileSource } from "../../base/files.js";
import { type OpenGgufModel, openGgufModel } from "../../weights/gguf/openGgufModel.js";
import type { SourceFile } from "../request/buildRequest.js";
import { detectWeightsKind, type WeightsKind } from "../sources/weightsKind.js";

/** Weights whose header has been read and whose bytes can be. */
export interface OpenWeights {
  readonly kind: WeightsKind;
  /** What messages call them. */
  readonly label: string;
  readonly origin: WeightsOrigin;
  readonly opened: OpenGgufModel;
}

export type WeightsOrigin =
  | {
      readonly kind: "files";
      /** More than one for a split model, in the order of its parts. */
      readonly files: readonly FileIdentity[];
      /** What Ollama's client calls the first. */
      readonly clientName: string;
    }
  | { readonly kind: "blob"; readonly path: string; readonly digest: Digest; readonly sizeBytes: number };

/** What tells, without reading it, whether a file has changed. */
export interface FileIdentity {
  readonly path: string;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
}

export interface OpenFilesOptions {
  /** Parts of a split model count only when they were named; otherwise they are found beside each other. */
  readonly namedPartsOnly: boolean;
}

/** Opens GGUF files as models, the parts of a split one as one, in Ollama's order of layers. */
export async function openWeightFiles(
  files: readonly SourceFile[],
  options: OpenFilesOptions,
): Promise<OpenWeights[]> {
  const sorted = [...files].sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
  const named = new Set(sorted.map(({ path }) => path));
  const taken = new Set<string>();
  const opened: OpenWeights[] = [];
  try {
    for (const file of sorted) {
      if (taken.has(file.path)) continue;
      const weights = await openOne(file, options.namedPartsOnly ? named : undefined);
      opened.push(weights);
      for (const { label } of weights.opened.model.parts) taken.add(label);
    }
  } catch (error) {
    await closeWeights(opened);
    throw error;
  }
  const isSplit = ({ opened: { model } }: OpenWeights): boolean => model.parts.length > 1;
  return [...opened.filter((one) => !isSplit(one)), ...opened.filter(isSplit)];
}

async function openOne(file: SourceFile, named: ReadonlySet<string> | undefined): Promise<OpenWeights> {
  const openPart = async (path: string) => {
    if (named === undefined || named.has(path)) return openFileSource(path);
    throw Object.assign(new Error(`${path} was not named`), { code: "ENOENT" });
  };
  const opened = await openGgufModel(file.path, { open: openPart });
  try {
    const identities = await Promise.all(opened.model.parts.map(({ label }) => identify(label)));
    const [first] = opened.model.parts;
    const clientName = file.name.slice(0, -basename(file.path).length) + basename(first?.label ?? file.path);
    return {
      kind: detectWeightsKind(opened.model),
      label: file.path,
      origin: { kind: "files", files: identities, clientName },
      opened,
    };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

async function identify(path: string): Promise<FileIdentity> {
  const { size, mtimeMs } = await stat(path);
  return { path, sizeBytes: size, modifiedMs: mtimeMs };
}

/** Opens a blob of the store that holds a GGUF file. */
export async function openWeightBlob(
  path: string,
  blob: { readonly digest: Digest; readonly sizeBytes: number },
  kind: WeightsKind,
): Promise<OpenWeights> {
  const opened = await openGgufModel(path, { alone: true });
  return { kind, label: path, origin: { kind: "blob", path, ...blob }, opened };
}

export async function closeWeights(weights: readonly OpenWeights[]): Promise<void> {
  await Promise.all(weights.map(({ opened }) => opened.close()));
}

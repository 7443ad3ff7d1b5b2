import { MfError } from "../../base/errors.js";
import { printable } from "../../base/redact.js";
import type { Store } from "../../store/layout.js";
import type { BuildRequest, SourceFile } from "../request/buildRequest.js";
import { type BaseModel, closeBaseModel, openBaseModel } from "./openBaseModel.js";
import { closeWeights, type OpenWeights, openWeightFiles } from "./openWeights.js";
import { selectGgufFiles } from "./selectGgufFiles.js";

/** Everything that a build reads: headers and small texts are in memory, weights can be streamed. */
export interface BuildInputs {
  readonly store: Store;
  readonly request: BuildRequest;
  readonly base: BaseModel | undefined;
  /** Of FROM lines that name files, in the order of their layers. */
  readonly weights: readonly OpenWeights[];
  readonly adapters: readonly OpenWeights[];
  readonly drafts: readonly OpenWeights[];
  close(): Promise<void>;
}

export interface OpenInputsOptions {
  readonly compat: boolean;
}

export async function openBuildInputs(
  request: BuildRequest,
  store: Store,
  { compat }: OpenInputsOptions,
): Promise<BuildInputs> {
  const opened: OpenWeights[] = [];
  let base: BaseModel | undefined;
  const close = async (): Promise<void> => {
    await closeWeights(opened);
    if (base !== undefined) await closeBaseModel(base);
  };
  const openFiles = async (files: readonly SourceFile[]): Promise<OpenWeights[]> => {
    const gguf = await selectGgufFiles(files, compat);
    const weights = await openWeightFiles(gguf, { namedPartsOnly: compat });
    opened.push(...weights);
    return weights;
  };
  try {
    if (request.from !== undefined) base = await openBaseModel(store, request.from);
    // A name beside files: Ollama passes over the files.
    const weights = compat && base !== undefined ? [] : await openFiles(request.files);
    const adapters = await openFiles(request.adapters);
    const drafts = (await openFiles(request.drafts)).map((one) => ({ ...one, kind: "draft" as const }));
    requireSources(request, base, weights);
    for (const one of adapters) requireAdapter(one);
    if (!compat) requireOneModel(weights, base);
    return { store, request, base, weights, adapters, drafts, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function requireSources(
  { remote }: BuildRequest,
  base: BaseModel | undefined,
  weights: readonly OpenWeights[],
): void {
  if (base !== undefined || remote !== undefined || weights.length > 0) return;
  throw new MfError("MF_E_BUILD_SOURCES", "there is nothing to build from: no FROM names a file or a model");
}

/** llama.cpp refuses to load an adapter that does not say it is one. */
function requireAdapter({ kind, label }: OpenWeights): void {
  if (kind === "adapter") return;
  throw new MfError(
    "MF_E_BUILD_ADAPTER",
    `ADAPTER ${printable(label)} is not an adapter: its general.type is not "adapter"`,
    {
      hint: "Convert the adapter again (convert_lora_to_gguf.py of llama.cpp), or set the key in the file.",
      details: { path: label },
    },
  );
}

/** Of two text models in one Ollama loads the last and keeps both. */
function requireOneModel(weights: readonly OpenWeights[], base: BaseModel | undefined): void {
  const models = weights.filter(({ kind }) => kind === "model").map(({ label }) => label);
  const others = base?.layers.some(({ weights: own }) => own?.kind === "model")
    ? [`FROM ${base.stored.name.model}`]
    : [];
  const all = [...others, ...models];
  if (all.length <= 1) return;
  throw new MfError("MF_E_BUILD_SOURCES", `these are ${all.length} models, and only one can be in a model`, {
    hint: `Name one of them in FROM: ${all.map((one) => printable(one)).join(", ")}`,
    details: { models: all },
  });
}

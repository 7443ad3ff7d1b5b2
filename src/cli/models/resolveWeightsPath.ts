import { statSync } from "node:fs";
import { resolve } from "node:path";
import { MfError } from "../../base/errors.js";
import { detectModelNameProblem, printShortestModelName } from "../../base/modelName.js";
import { parseModelReference } from "../../base/modelReference.js";
import { printable } from "../../base/redact.js";
import { blobPathOf, type Store } from "../../store/layout.js";
import { layersOfKind } from "../../store/manifest.js";
import { tryReadModel } from "../../store/manifests.js";
import type { Io } from "../io.js";

export interface ResolvedWeights {
  readonly path: string;
  /** The model's name when the weights are a blob of the store. */
  readonly model: string | undefined;
}

/** A GGUF file by its path, or the weights of a stored model by its name. A file wins, as in FROM. */
export async function resolveWeightsPath(
  text: string,
  io: Pick<Io, "cwd">,
  store: Store,
): Promise<ResolvedWeights> {
  const path = resolve(io.cwd, text);
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isFile()) return { path, model: undefined };
  if (found?.isDirectory()) {
    throw new MfError("MF_E_NOT_A_FILE", `${printable(text)} is a folder`, {
      hint: "Name the GGUF file in it.",
    });
  }
  const { name } = parseModelReference(text);
  const stored = detectModelNameProblem(name) === undefined ? await tryReadModel(store, name) : undefined;
  if (stored === undefined) {
    throw new MfError(
      "MF_E_INPUT_NOT_FOUND",
      `${printable(text)} is neither a file nor a model of the store`,
      {
        hint: `\`mf ls\` lists the models. The store is ${store.root}.`,
      },
    );
  }
  const shown = printShortestModelName(stored.name);
  const layer = layersOfKind(stored.manifest, "model").at(-1);
  if (layer !== undefined) return { path: blobPathOf(store, layer.digest), model: shown };
  throw new MfError("MF_E_INPUT_NOT_FOUND", `the model ${shown} has no GGUF weights`);
}

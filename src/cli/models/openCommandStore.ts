import { resolve } from "node:path";
import { Option } from "commander";
import { type ModelName, resolveModelName } from "../../base/modelName.js";
import { parseModelReference } from "../../base/modelReference.js";
import { openStore, type Store } from "../../store/layout.js";
import type { Io } from "../io.js";
import { storeRoot } from "../storeRoot.js";

export interface StoreOptions {
  readonly store?: string;
}

/** The option of every command that looks into the store. */
export function storeOption(): Option {
  return new Option(
    "--store <dir>",
    "the folder of the models, instead of OLLAMA_MODELS or ~/.ollama/models",
  );
}

export function openCommandStore(io: Io, { store }: StoreOptions): Store {
  return openStore(resolve(io.cwd, storeRoot(io, store).path));
}

/** A model's name from the command line. */
export function readModelArgument(text: string): ModelName {
  return resolveModelName(parseModelReference(text).pullName);
}

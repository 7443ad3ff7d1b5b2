import { join } from "node:path";
import type { Io } from "./io.js";

export interface StoreRoot {
  readonly path: string;
  /** What decided. */
  readonly origin: string;
}

/** Where models live: `--store`, then OLLAMA_MODELS (quotes and blanks taken off, as Ollama does), then the home. */
export function storeRoot(io: Pick<Io, "env" | "home">, chosen?: string): StoreRoot {
  if (chosen !== undefined) return { path: chosen, origin: "--store" };
  const fromEnv = (io.env.OLLAMA_MODELS ?? "").trim().replace(/^["']+|["']+$/g, "");
  if (fromEnv !== "") return { path: fromEnv, origin: "OLLAMA_MODELS" };
  return { path: join(io.home, ".ollama", "models"), origin: "default" };
}

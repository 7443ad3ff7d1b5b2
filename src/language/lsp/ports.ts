import type { LintOptions } from "../lint/lintModelfile.js";
import type { Surroundings } from "./document/surroundings.js";

/** What the server needs of its host: the file system, the store, the configuration, time. */
export interface ServerPorts {
  /** Asked for each text anew, so it may keep what it read until `changed` is called. */
  openSettings(uri: string): Promise<DocumentSettings>;
  /** A file that the client watches changed: what was read before may be old. */
  changed?(uris: readonly string[]): void;
  /** Runs something later, and gives the way to call that off. */
  after(delayMs: number, run: () => void): () => void;
  /** `mf`'s own version. */
  readonly version: string;
}

export interface DocumentSettings {
  /** Severities, the range of Ollama versions, pragmas: as the configuration says for this file. */
  readonly lint: Omit<LintOptions, "path" | "peek">;
  readonly surroundings: Surroundings;
}

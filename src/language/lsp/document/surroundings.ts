import { type ModelPeek, noPeek } from "../../lint/modelPeek.js";

/**
 * What the editor's requests may ask about the world outside the file. Whoever starts the server fills it in.
 * Paths are as the Modelfile writes them, relative to its folder.
 */
export interface Surroundings {
  readonly peek: ModelPeek;
  /** Names of the models in the local store, as a Modelfile would write them. */
  listModels(): readonly string[];
  /** What a folder holds; undefined when it cannot be read. */
  listFolder(path: string): readonly FolderEntry[] | undefined;
  /** The URI under which an editor opens a path; undefined when there is none. */
  findUri(path: string): string | undefined;
}

export interface FolderEntry {
  readonly name: string;
  readonly kind: "file" | "folder";
}

export const emptySurroundings: Surroundings = {
  peek: noPeek,
  listModels: () => [],
  listFolder: () => undefined,
  findUri: () => undefined,
};

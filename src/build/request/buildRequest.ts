import type { ModelConfig } from "../../store/modelConfig.js";
import type { StoredMessage, StoredParams } from "../../store/textLayers.js";

/** A file that a Modelfile names, directly or through its folder. */
export interface SourceFile {
  /** Absolute. */
  readonly path: string;
  /** What Ollama's client calls it towards the server: the path below the files' common folder. */
  readonly name: string;
}

/** What is to be built, whoever asks: a Modelfile or an API call. An empty text counts as absent. */
export interface BuildRequest {
  /** The model to start from, as written. */
  readonly from?: string | undefined;
  readonly files: readonly SourceFile[];
  readonly adapters: readonly SourceFile[];
  readonly drafts: readonly SourceFile[];
  readonly template?: string | undefined;
  readonly system?: string | undefined;
  readonly renderer?: string | undefined;
  readonly parser?: string | undefined;
  readonly requires?: string | undefined;
  readonly licenses: readonly string[];
  readonly parameters: StoredParams;
  readonly messages: readonly StoredMessage[];
  /** Facts that the config states whatever the weights say; only an API call can give them. */
  readonly info?: ModelInfo | undefined;
  /** A model that runs elsewhere: it has no weights. */
  readonly remote?: RemoteModel | undefined;
}

export type ModelInfo = Pick<
  ModelConfig,
  "capabilities" | "modelFamily" | "baseName" | "fileType" | "modelType" | "contextLength" | "embeddingLength"
>;

export interface RemoteModel {
  /** With scheme and port. */
  readonly host: string;
  readonly model: string;
}

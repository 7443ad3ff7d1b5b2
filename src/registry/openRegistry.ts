import { type ModelName, printRepository } from "../base/modelName.js";
import type { FindCredentials } from "./auth/dockerConfig.js";
import { openRegistryClient, type RegistryClient, type RegistryOptions } from "./client.js";

/** One repository of one registry: where a model's blobs and manifests go. */
export interface Repository {
  readonly client: RegistryClient;
  /** `/v2/<namespace>/<model>`. */
  readonly base: string;
  /** What a token is asked for. */
  scope(actions: "pull" | "pull,push"): string;
}

export type ConnectOptions = Omit<RegistryOptions, "host" | "scheme"> & {
  /** Plain http, for registries without TLS. */
  readonly plainHttp?: boolean;
  readonly credentials?: FindCredentials;
};

export function openRepository(name: ModelName, options: ConnectOptions): Repository {
  const { plainHttp = false, ...rest } = options;
  const client = openRegistryClient({ ...rest, host: name.host, scheme: plainHttp ? "http" : "https" });
  const repository = printRepository(name);
  return { client, base: `/v2/${repository}`, scope: (actions) => `repository:${repository}:${actions}` };
}

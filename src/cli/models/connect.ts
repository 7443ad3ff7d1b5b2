import { Option } from "commander";
import type { ModelName } from "../../base/modelName.js";
import { createDockerConfigCredentials } from "../../registry/auth/dockerConfig.js";
import { openRepository, type Repository } from "../../registry/openRegistry.js";
import type { Io } from "../io.js";
import { version } from "../version.js";

export interface ConnectionOptions {
  readonly plainHttp: boolean;
}

/** The option of every command that speaks to a registry. */
export function plainHttpOption(): Option {
  return new Option(
    "--plain-http",
    "speak http without TLS, for a registry on this machine or network",
  ).default(false);
}

/** Runs work with a connection to the registry of a model, and closes it. */
export async function withRepository<T>(
  name: ModelName,
  io: Io,
  { plainHttp }: ConnectionOptions,
  work: (repository: Repository) => Promise<T>,
): Promise<T> {
  const repository = openRepository(name, {
    plainHttp,
    userAgent: `mf/${version}`,
    credentials: createDockerConfigCredentials(io.env, io.home),
    signal: io.signal,
  });
  try {
    return await work(repository);
  } finally {
    await repository.client.close();
  }
}

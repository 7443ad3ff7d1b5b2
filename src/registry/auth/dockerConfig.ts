import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { MfError, tryErrnoCode } from "../../base/errors.js";

export interface BasicCredentials {
  readonly username: string;
  readonly password: string;
}

/** Gives the credentials for a host, or undefined: then requests go out without. */
export type FindCredentials = (host: string) => Promise<BasicCredentials | undefined>;

/** Docker's own file is a few kilobytes; a larger one was named by mistake. */
const maxConfigBytes = 4 * 1024 * 1024;

/** Reads `auths` of Docker's config.json (`$DOCKER_CONFIG` or `~/.docker`). A missing file is an empty one. */
export function createDockerConfigCredentials(
  env: Readonly<Record<string, string | undefined>>,
  home: string,
): FindCredentials {
  const path = join(env.DOCKER_CONFIG || join(home, ".docker"), "config.json");
  let loaded: Promise<ReadonlyMap<string, BasicCredentials>> | undefined;
  return async (host) => {
    loaded ??= readAuths(path);
    return (await loaded).get(host);
  };
}

async function readAuths(path: string): Promise<ReadonlyMap<string, BasicCredentials>> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if (tryErrnoCode(error) === "ENOENT") return new Map();
    throw new MfError("MF_E_CREDENTIALS", `${path} cannot be read`, { cause: error });
  }
  try {
    const config: unknown = text.length > maxConfigBytes ? undefined : JSON.parse(text);
    const auths = fieldOf(config, "auths");
    const found = new Map<string, BasicCredentials>();
    for (const [key, entry] of Object.entries(isObject(auths) ? auths : {})) {
      const credentials = tryDecode(fieldOf(entry, "auth"));
      // Keys are hosts, or URLs such as `https://host/v1/`.
      if (credentials) found.set(key.replace(/^https?:\/\//, "").replace(/\/.*$/, ""), credentials);
    }
    return found;
  } catch (error) {
    throw new MfError("MF_E_CREDENTIALS", `${path} is not the JSON that Docker writes`, { cause: error });
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function fieldOf(value: unknown, key: string): unknown {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function tryDecode(auth: unknown): BasicCredentials | undefined {
  if (typeof auth !== "string") return undefined;
  const text = Buffer.from(auth, "base64").toString("utf8");
  const cut = text.indexOf(":");
  return cut < 0
    ? undefined
    : { username: text.slice(0, cut), password: text.slice(cut + 1).replace(/\0+$/, "") };
}

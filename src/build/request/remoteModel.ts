import { MfError } from "../../base/errors.js";
import { parseModelReference } from "../../base/modelReference.js";
import { printable } from "../../base/redact.js";
import type { RemoteModel } from "./buildRequest.js";

/** What Ollama v0.33 puts into the config of a model that runs in its cloud. */
const cloudHost = "https://ollama.com:443";

/** The model elsewhere that a FROM means: one with a cloud suffix, or any when a host is given. */
export function tryRemoteModel(from: string | undefined, host = ""): RemoteModel | undefined {
  if (from === undefined || from.trim() === "") return undefined;
  const { source, base } = parseModelReference(from);
  if (host !== "") return { host: normalizeHost(host), model: base };
  return source === "cloud" ? { host: cloudHost, model: base } : undefined;
}

const defaultPort = "11434";

/** As Ollama v0.33 writes it: with scheme and port, its path cleaned and without a slash at the end. */
function normalizeHost(host: string): string {
  if (host.startsWith("/")) return `http://localhost:${defaultPort}${cleanPath(host)}`;
  if (host === "ollama.com") return cloudHost;
  const [, scheme = "http", address = "", path = ""] =
    /^(?:([a-z][a-z0-9+.-]*):\/\/)?([^/]*)(\/.*)?$/i.exec(host) ?? [];
  const isBad = address === "" || /[\s%]/.test(address) || /%(?![0-9a-f]{2})/i.test(path);
  if (isBad)
    throw new MfError("MF_E_REMOTE_HOST", `bad remote: "${printable(host)}"`, {
      hint: "For example: https://models.example:8443",
    });
  const port = /:\d+$/.test(address) ? "" : `:${defaultPort}`;
  return `${scheme}://${address}${port}${cleanPath(path)}`;
}

function cleanPath(path: string): string {
  const kept: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") kept.pop();
    else if (part !== "" && part !== ".") kept.push(part);
  }
  return kept.map((part) => `/${part}`).join("");
}

import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import {
  createRequest,
  type FilesAtPath,
  printCreateRequest,
} from "../../../src/language/modelfile/createRequest.js";
import { parseModelfile } from "../../../src/language/modelfile/parseModelfile.js";
import { readAsOllama } from "../../../src/language/modelfile/readAsOllama.js";
import type { CaseResult } from "./caseResult.js";

interface ModelfileCase {
  readonly id: string;
  readonly bytes_b64: string;
  readonly parse: { ok: boolean; commands?: { name: string; args: string }[]; error?: string };
  readonly request?: {
    ok: boolean;
    json?: string;
    param_types?: Record<string, string>;
    stdout?: string;
    error?: string;
  };
}

/** Runs every line of a cases.jsonl: bytes, Ollama's reading, the request its client would send. */
export async function* runCases(path: string): AsyncIterable<CaseResult> {
  const file = statSync(path).isDirectory() ? join(path, "cases.jsonl") : path;
  for (const line of readFileSync(file, "utf8").split("\n")) {
    if (line.trim()) yield runCase(JSON.parse(line) as ModelfileCase);
  }
}

function runCase(recorded: ModelfileCase): CaseResult {
  const bytes = new Uint8Array(Buffer.from(recorded.bytes_b64, "base64"));
  const tree = parseModelfile(bytes);
  const reading = readAsOllama(tree);
  const spans = tree.tokens.map((token) =>
    tree.source.bytesOf(token.startOffset, token.startOffset + token.image.length),
  );
  const got: Record<string, unknown> = {
    bytes_b64: Buffer.concat(spans).toString("base64"),
    parse:
      reading.kind === "ok" ? { ok: true, commands: reading.commands } : { ok: false, error: reading.error },
  };
  const want: Record<string, unknown> = {
    bytes_b64: recorded.bytes_b64,
    parse: recorded.parse.ok
      ? { ok: true, commands: recorded.parse.commands?.map(({ name, args }) => ({ name, args })) }
      : { ok: false, error: recorded.parse.error },
  };
  if (reading.kind === "ok" && recorded.request) {
    const { request } = recorded;
    const made = createRequest(reading.commands, findInEmptyDirectory);
    const stdout = made.warnings.map((text) => `${text}\n`).join("");
    got.request =
      made.kind === "ok"
        ? {
            ok: true,
            json: sortKeys(JSON.parse(printCreateRequest(made.request))),
            types: typesOf(made.request.parameters),
            stdout,
          }
        : { ok: false, error: made.error, stdout };
    want.request = request.ok
      ? {
          ok: true,
          json: sortKeys(JSON.parse(request.json ?? "")),
          types: sortKeys(request.param_types ?? {}),
          stdout: request.stdout ?? "",
        }
      : { ok: false, error: request.error, stdout: request.stdout ?? "" };
  }
  const ok = JSON.stringify(got) === JSON.stringify(want);
  return ok ? { id: recorded.id, ok } : { id: recorded.id, ok, got, want };
}

/** The recordings were made in an empty directory, shown as `<dir>`. */
function findInEmptyDirectory(path: string): FilesAtPath {
  if (path === "" || path === ".") return { kind: "error", error: "no Modelfile or safetensors files found" };
  return { kind: "missing", error: `stat <dir>/${path.replace(/^\.\//, "")}: no such file or directory` };
}

function typesOf(parameters: ReadonlyMap<string, { kind: string }>): unknown {
  // The peer's only bool parameter may be unset, which its type shows.
  const names: Record<string, string> = { int: "int", float: "float32", bool: "*bool", strings: "string[]" };
  return sortKeys(Object.fromEntries([...parameters].map(([name, value]) => [name, names[value.kind]])));
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sortKeys(inner)]),
  );
}

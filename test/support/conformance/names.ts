import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { MfError } from "../../../src/base/errors.js";
import {
  isValidModelName,
  manifestPathOf,
  parseBareModelName,
  parseModelName,
  printModelName,
  printRegistryUrl,
  printRepository,
  printShortestModelName,
  tryModelNameOfPath,
} from "../../../src/base/modelName.js";
import { parseModelReference } from "../../../src/base/modelReference.js";
import type { CaseResult } from "./caseResult.js";

interface NameCase {
  readonly id: string;
  readonly input: string;
  readonly bare: Readonly<Record<string, string>>;
  readonly bare_fully_qualified: boolean;
  readonly parsed: Readonly<Record<string, unknown>>;
  readonly reference: Readonly<Record<string, unknown>>;
}

/** `path`: the recorded `cases.jsonl`, or the folder that holds it. */
export async function* runCases(path: string): AsyncIterable<CaseResult> {
  const file = (await stat(path)).isDirectory() ? join(path, "cases.jsonl") : path;
  for (const line of (await readFile(file, "utf8")).split("\n")) {
    if (line === "") continue;
    const recorded = JSON.parse(line) as NameCase;
    const got = runCase(recorded.input);
    const want = {
      bare: recorded.bare,
      bare_fully_qualified: recorded.bare_fully_qualified,
      parsed: comparedParsed(recorded.parsed),
      reference: recorded.reference,
    };
    yield { id: recorded.id, ok: isDeepStrictEqual(got, want), got, want };
  }
}

function runCase(input: string): unknown {
  const bare = parseBareModelName(input);
  const name = parseModelName(input);
  const valid = isValidModelName(name);
  const parts = valid ? manifestPathOf(name) : undefined;
  const shortest = printShortestModelName(name);
  const { scheme: _, ...pathParts } = name;
  return {
    bare,
    bare_fully_qualified: isValidModelName(bare),
    parsed: comparedParsed({
      ...name,
      valid,
      fully_qualified: valid,
      string: printModelName(name),
      display_shortest: shortest,
      namespace_model: printRepository(name),
      base_url: printRegistryUrl(name),
      filepath: parts?.join("/") ?? null,
      ...(parts && {
        shortest_reparses_equal: hasParts(parseModelName(shortest), pathParts),
        filepath_reparses_equal: hasParts(tryModelNameOfPath(parts), pathParts),
      }),
    }),
    reference: runReference(input),
  };
}

function hasParts(name: object | undefined, parts: object): boolean {
  return name !== undefined && isDeepStrictEqual({ ...name, ...parts }, name);
}

/** Display forms of invalid names are recorded for information only: there is nothing to agree about. */
function comparedParsed(parsed: Readonly<Record<string, unknown>>): unknown {
  if (parsed.valid === true) return parsed;
  const { string, display_shortest, namespace_model, base_url, ...compared } = parsed;
  return compared;
}

function runReference(input: string): unknown {
  try {
    const reference = parseModelReference(input);
    return {
      base: reference.base,
      explicit_tag: reference.hasExplicitTag,
      pull_cloud: reference.source === "cloud",
      pull_name: reference.pullName,
      source: reference.source,
    };
  } catch (error) {
    if (error instanceof MfError) return { error: error.message };
    throw error;
  }
}

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isMfError } from "../../../src/base/errors.js";
import { openFileSource } from "../../../src/base/files.js";
import { type GgufFile, isFullyPadded, readGguf } from "../../../src/weights/gguf/readGguf.js";
import type { CaseResult } from "./caseResult.js";

/** One reader of the peer on one file: `meta` reads the header, `full` the tensor data too. */
interface Verdict {
  readonly ok: boolean;
  readonly n_tensors?: number;
  readonly n_kv?: number;
  readonly data_offset?: number;
  readonly alignment?: number;
  readonly message?: string;
}

interface RecordedCase {
  readonly file: string;
  readonly meta?: Verdict;
  readonly full?: Verdict;
  readonly crash_at?: string;
}

type Outcome =
  | { readonly kind: "ok"; readonly file: GgufFile }
  | { readonly kind: "refused"; readonly code: string; readonly message: string }
  | { readonly kind: "crashed"; readonly error: unknown };

/** Reads every recorded file of a `gguf-edge` folder and compares with what llama.cpp's readers said. */
export async function* runCases(path: string): AsyncIterable<CaseResult> {
  const lines = (await readFile(join(path, "expected.jsonl"), "utf8")).split("\n").filter(Boolean);
  for (const line of lines) {
    const recorded = JSON.parse(line) as RecordedCase;
    const outcome = await readCase(join(path, recorded.file));
    if (recorded.crash_at !== undefined) yield judgeCrash(recorded, outcome);
    if (recorded.meta) yield judge(`${recorded.file} meta`, recorded.meta, outcome, true);
    if (recorded.full) yield judge(`${recorded.file} full`, recorded.full, outcome, hasAllData(outcome));
  }
}

async function readCase(path: string): Promise<Outcome> {
  const source = await openFileSource(path);
  try {
    return { kind: "ok", file: await readGguf(source, { tensorData: "unchecked" }) };
  } catch (error) {
    if (!isMfError(error)) return { kind: "crashed", error };
    return { kind: "refused", code: error.code, message: error.message };
  } finally {
    await source.close();
  }
}

/** The peer's `full` reader takes the data section in one piece, with the padding at its end. */
function hasAllData(outcome: Outcome): boolean {
  return outcome.kind === "ok" && isFullyPadded(outcome.file);
}

function judge(id: string, want: Verdict, outcome: Outcome, hasData: boolean): CaseResult {
  const accepts = outcome.kind === "ok" && hasData;
  const reason = tryIntendedDifference(want, outcome);
  if (reason !== undefined) return { id, ok: true, skipped: reason };
  if (!want.ok) {
    const ok = outcome.kind !== "crashed" && !accepts;
    return ok ? { id, ok } : { id, ok, got: shown(outcome), want: want.message };
  }
  const got = accepts ? countsOf(outcome.file) : shown(outcome);
  const { n_tensors, n_kv, data_offset, alignment } = want;
  const expected = { n_tensors, n_kv, data_offset, alignment };
  const ok = JSON.stringify(got) === JSON.stringify(expected);
  return ok ? { id, ok } : { id, ok, got, want: expected };
}

/** Where the peer died, a clear answer of either kind is right, except that no data may be invented. */
function judgeCrash(recorded: RecordedCase, outcome: Outcome): CaseResult {
  const id = `${recorded.file} crash_at ${recorded.crash_at}`;
  const claimsData = recorded.crash_at === "full" && hasAllData(outcome);
  const ok = outcome.kind !== "crashed" && !claimsData;
  return ok ? { id, ok } : { id, ok, got: shown(outcome), want: "a clear error" };
}

/** The differences that docs/gguf.md lists with their reasons. */
function tryIntendedDifference(want: Verdict, outcome: Outcome): string | undefined {
  if (!want.ok && outcome.kind === "ok") {
    if (outcome.file.version === 1) return "mf reads version 1 files";
    if (outcome.file.byteOrder === "big") return "mf reads big-endian files";
  }
  if (want.ok && outcome.kind === "refused" && outcome.message.includes("more than any file can hold")) {
    return "mf refuses shapes whose product overflows";
  }
  return undefined;
}

function countsOf(file: GgufFile): unknown {
  return {
    n_tensors: file.tensors.length,
    n_kv: file.metadata.length,
    data_offset: file.dataOffset,
    alignment: file.alignment,
  };
}

function shown(outcome: Outcome): unknown {
  switch (outcome.kind) {
    case "ok":
      return "accepted";
    case "refused":
      return `${outcome.code}: ${outcome.message}`;
    case "crashed":
      return `crashed: ${String(outcome.error)}`;
  }
}

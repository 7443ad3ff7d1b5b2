import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { CaseResult } from "./caseResult.js";
import { openReplay, type Replay, reasonToSkipCase, reasonToSkipStep } from "./create.js";

interface Shown {
  readonly name: string;
  readonly cli: Readonly<Record<string, { readonly exit: number; readonly stdout: string }>>;
  readonly api_show: ApiAnswer;
  readonly api_show_verbose?: ApiAnswer;
  readonly tags_entry?: object | null;
}

interface ApiAnswer {
  readonly status: number;
  readonly body: object;
}

/** Runs every show case below a folder; the create case that each follows lies in the folder `create` beside it. */
export async function* runCases(path: string): AsyncIterable<CaseResult> {
  for (const file of readdirSync(path).sort()) {
    if (!/^c.*\.json$/.test(file)) continue;
    const raw: unknown = JSON.parse(readFileSync(join(path, file), "utf8"));
    const shown = (Array.isArray(raw) ? raw : [raw]) as Shown[];
    yield* runCase(basename(file, ".json"), join(path, "..", "create", basename(file, ".json")), shown);
  }
}

async function* runCase(name: string, folder: string, shown: readonly Shown[]): AsyncGenerator<CaseResult> {
  if (!existsSync(folder)) {
    yield { id: name, ok: false, skipped: `no create case at ${folder}` };
    return;
  }
  const replay = openReplay(folder);
  try {
    const skipped = new Map<string | undefined, string>();
    for (const step of replay.steps) {
      const reason = reasonToSkipCase(replay) ?? reasonToSkipStep(step, name);
      if (reason !== undefined) skipped.set(step.name, reason);
      else await replay.runStep(step);
    }
    for (const model of shown) {
      const reason = skipped.get(model.name) ?? deviationOf(replay, model);
      if (reason !== undefined) yield { id: `${name} ${model.name}`, ok: false, skipped: reason };
      else yield* runShown(name, replay, model);
    }
  } finally {
    replay.close();
  }
}

/** A model that the peer could not create and `mf` can. */
function deviationOf({ steps }: Replay, { name, api_show }: Shown): string | undefined {
  const step = steps.find((one) => one.name === name);
  const isDeviation = api_show.status === 404 && /exceeds file size/.test(step?.stderr_error ?? "");
  return isDeviation ? "deviation: the model can be created" : undefined;
}

async function* runShown(name: string, replay: Replay, shown: Shown): AsyncGenerator<CaseResult> {
  const { store } = replay;
  const hide = (text: string): string => text.replaceAll(store, "<store>");
  for (const [flag, { exit, stdout }] of Object.entries(shown.cli)) {
    const flags = flag === "plain" ? [] : flag === "--modelfile" ? [flag, "--compat", "ollama"] : [flag];
    const result = await replay.run(["show", shown.name, ...flags]);
    const got = { succeeds: result.exitCode === 0, lines: linesOf(hide(result.stdout)) };
    const want = { succeeds: exit === 0, lines: linesOf(stdout) };
    yield judge(`${name} ${shown.name} ${flag}`, got, want);
  }
  for (const [key, flags] of [
    ["api_show", []],
    ["api_show_verbose", ["--verbose"]],
  ] as const) {
    const answer = shown[key];
    if (answer === undefined) continue;
    const result = await replay.run(["show", shown.name, "--json", ...flags]);
    const id = `${name} ${shown.name} ${key}`;
    if (answer.status !== 200) yield judge(id, result.exitCode === 0, false);
    else yield judge(id, readJson(hide(result.stdout)), sortParameters(answer.body));
  }
  if (shown.tags_entry) {
    const { stdout } = await replay.run(["ls", "--json"]);
    const { models } = JSON.parse(stdout) as { models: { name: string }[] };
    const entry = models.find((model) => model.name === (shown.tags_entry as { name: string }).name);
    yield judge(
      `${name} ${shown.name} tags_entry`,
      readJson(JSON.stringify(entry ?? null)),
      shown.tags_entry,
    );
  }
}

function judge(id: string, got: unknown, want: unknown): CaseResult {
  return isDeepStrictEqual(got, want) ? { id, ok: true } : { id, ok: false, got, want };
}

function readJson(text: string): unknown {
  const value: unknown = JSON.parse(text || "null");
  if (typeof value === "object" && value !== null && "modified_at" in value) value.modified_at = "<time>";
  return sortParameters(value);
}

/** The peer prints parameters in another order every time; values of one name stay in order. */
function sortParameters(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const sorted: Record<string, unknown> = { ...value };
  for (const key of ["parameters", "modelfile"]) {
    if (typeof sorted[key] === "string") sorted[key] = linesOf(sorted[key]);
  }
  return sorted;
}

/** Lines without blanks at their ends, runs of parameter lines sorted by name. */
function linesOf(text: string): string[] {
  const lines = text.split("\n").map((line) => line.trimEnd());
  const isParameter =
    /^PARAMETER |^[a-z_]+ {2,}\S|^ {4}(?:[a-z]+_[a-z_]+|stop|seed|temperature|big|f) {2,}\S/;
  const sorted: string[] = [];
  let run: string[] = [];
  const flush = (): void => {
    sorted.push(...run.sort((a, b) => compareText(nameIn(a), nameIn(b))));
    run = [];
  };
  for (const line of lines) {
    const open = run.at(-1);
    // A value with a line break goes on until its quote is closed.
    if (open !== undefined && /^PARAMETER \S+ "[^"]*$/.test(open)) run[run.length - 1] = `${open}\n${line}`;
    else if (isParameter.test(line)) run.push(line);
    else {
      flush();
      sorted.push(line);
    }
  }
  flush();
  return sorted;
}

function nameIn(line: string): string {
  // Quotes are part of a value; columns are padded to what happens to be the widest.
  return (
    line
      .trim()
      .replace(/^PARAMETER /, "")
      .split(/\s/)[0] ?? ""
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

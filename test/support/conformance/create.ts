import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openBuildInputs } from "../../../src/build/inputs/openBuildInputs.js";
import { planBuild } from "../../../src/build/plan/planBuild.js";
import { readCreateCall } from "../../../src/build/request/readCreateCall.js";
import { runBuild } from "../../../src/build/run/runBuild.js";
import { templatePort } from "../../../src/cli/models/templatePort.js";
import { importBlob } from "../../../src/store/importBlob.js";
import { openStore } from "../../../src/store/layout.js";
import { openStoreWriter } from "../../../src/store/writer.js";
import { type CommandResult, runCommand } from "../cli/testIo.js";
import type { CaseResult } from "./caseResult.js";

/** A step of expected.json, as far as it is compared. */
export interface RecordedStep {
  readonly do: "create" | "api-create" | "cp" | "rm" | "list";
  readonly name?: string;
  readonly modelfile?: string;
  readonly args?: readonly string[];
  readonly exit?: number;
  readonly stdout?: string;
  readonly stderr_error?: string;
  readonly http?: readonly RecordedCall[];
  readonly manifest?: { readonly path: string; readonly bytes_b64: string; readonly text: string } | null;
  readonly store: {
    readonly manifests: Readonly<Record<string, { readonly size: number; readonly sha256: string }>>;
    readonly blobs: Readonly<Record<string, number>>;
    readonly unreferenced: readonly string[];
  };
}

interface RecordedCall {
  readonly path: string;
  readonly request?: string;
  readonly progress?: readonly { readonly status?: string; readonly error?: string }[];
}

/** A recorded case, replayed step by step into a store of its own. */
export interface Replay {
  readonly folder: string;
  readonly work: string;
  readonly store: string;
  readonly steps: readonly RecordedStep[];
  run(argv: readonly string[]): Promise<CommandResult>;
  /** Does what a recorded step did. */
  runStep(step: RecordedStep): Promise<CommandResult>;
  close(): void;
}

export function openReplay(folder: string): Replay {
  const work = mkdtempSync(join(tmpdir(), "mf-create-"));
  if (existsSync(join(folder, "files"))) cpSync(join(folder, "files"), work, { recursive: true });
  for (const file of readdirSync(folder)) {
    if (file.startsWith("Modelfile")) cpSync(join(folder, file), join(work, file));
  }
  const store = join(work, ".store");
  const { steps } = JSON.parse(readFileSync(join(folder, "expected.json"), "utf8")) as {
    steps: RecordedStep[];
  };
  const run = (argv: readonly string[]): Promise<CommandResult> =>
    runCommand([...argv, "--store", store, "--isolated"], { cwd: work });
  return {
    folder,
    work,
    store,
    steps,
    run,
    runStep: (step) => {
      const command = commandOfStep(step);
      return command === undefined ? runCreateCall(step, work, store) : run(command);
    },
    close: () => rmSync(work, { recursive: true, force: true }),
  };
}

/** The command that does what a recorded step did; undefined for one that no command does. */
function commandOfStep(step: RecordedStep): readonly string[] | undefined {
  const { args = [] } = step;
  switch (step.do) {
    case "create":
      return ["build", step.name ?? "", "-f", step.modelfile ?? "Modelfile", ...args, "--compat", "ollama"];
    case "cp":
    case "rm":
      return args;
    case "list":
      return ["ls"];
    case "api-create":
      return undefined;
  }
}

/** A call of the API: the files that it names were uploaded before. */
async function runCreateCall(step: RecordedStep, work: string, root: string): Promise<CommandResult> {
  const store = openStore(root);
  const body = step.http?.find(({ path }) => path === "/api/create")?.request ?? "";
  const writer = await openStoreWriter(store, { purpose: "test" });
  try {
    for (const file of readdirSync(work).filter((name) => name.endsWith(".gguf"))) {
      await importBlob(writer, join(work, file));
    }
    const { name, request, fileType } = readCreateCall(Buffer.from(body), store);
    const inputs = await openBuildInputs(request, store, { compat: true });
    try {
      const options = { compat: true, normalize: true, allowRequantize: false };
      const plan = planBuild(inputs, { ...options, targets: [{ names: [name], fileType }] }, templatePort);
      await runBuild(plan, inputs, writer);
    } finally {
      await inputs.close();
    }
    return { exitCode: 0, stdout: "", stderr: "" };
  } catch (error) {
    return { exitCode: 3, stdout: "", stderr: String(error) };
  } finally {
    await writer.close();
  }
}

/** Runs every create case below a folder: one result a step. */
export async function* runCases(path: string): AsyncIterable<CaseResult> {
  const names = existsSync(join(path, "expected.json")) ? [""] : readdirSync(path).sort();
  for (const name of names) {
    const folder = join(path, name);
    if (existsSync(join(folder, "expected.json"))) yield* runCase(name || path, folder);
  }
}

async function* runCase(name: string, folder: string): AsyncGenerator<CaseResult> {
  const replay = openReplay(folder);
  const wholeCase = reasonToSkipCase(replay);
  let isStoreWhole = true;
  try {
    for (const [index, step] of replay.steps.entries()) {
      const id = `${name}/${index + 1} ${step.do} ${step.name ?? ""}`.trim();
      const skipped = wholeCase ?? reasonToSkipStep(step, name);
      if (skipped === undefined) yield await runStep(id, replay, step, isStoreWhole);
      else {
        isStoreWhole = false;
        yield { id, ok: false, skipped };
      }
    }
  } finally {
    replay.close();
  }
}

export function reasonToSkipCase({ work }: Replay): string | undefined {
  const files = readdirSync(work, { recursive: true, encoding: "utf8" });
  return files.some((file) => file.endsWith(".safetensors")) ? "conversion" : undefined;
}

/** Its template is the user's own, and only the stops of the one that the peer chose first are left. */
const hiddenChoices: ReadonlySet<string> = new Set(["c07-autodetect-user-template"]);

export function reasonToSkipStep(step: RecordedStep, name: string): string | undefined {
  const events = (step.http ?? []).flatMap(({ progress = [] }) => progress);
  const isChosen = events.some(({ status }) => status?.startsWith("using autodetected template"));
  return isChosen || hiddenChoices.has(name) ? "choice of a template" : undefined;
}

/** Where the peer has a defect that is not repeated. */
const deviations: readonly { readonly error: RegExp; readonly why: string }[] = [
  { error: /exceeds file size/, why: "a general.alignment other than 32 is kept and honoured" },
];

/** `isStoreWhole`: no step before was skipped, so that the whole store can be compared. */
async function runStep(
  id: string,
  replay: Replay,
  step: RecordedStep,
  isStoreWhole: boolean,
): Promise<CaseResult> {
  const result = await replay.runStep(step);
  const deviation = deviations.find(({ error }) => error.test(step.stderr_error ?? ""));
  if (deviation !== undefined && result.exitCode === 0) {
    await replay.run(["rm", step.name ?? ""]);
    return { id, ok: false, skipped: `deviation: ${deviation.why}` };
  }
  const pick = (all: Observed): object =>
    isStoreWhole ? all : { succeeds: all.succeeds, manifest: all.manifest };
  const got = pick(observe(replay, step, result));
  const want = pick(expected(step));
  const ok = JSON.stringify(got) === JSON.stringify(want);
  return ok ? { id, ok } : { id, ok, got: { ...got, stderr: result.stderr }, want };
}

interface Observed {
  readonly succeeds: boolean;
  readonly rows: readonly string[];
  readonly manifest: string | undefined;
  readonly manifests: object;
  readonly blobs: object;
}

function expected(step: RecordedStep): Observed {
  const { blobs, unreferenced } = step.store;
  const used = Object.entries(blobs).filter(([file]) => !unreferenced.includes(file));
  return {
    succeeds: isSuccess(step),
    rows: step.do === "list" ? rowsOf(step.stdout ?? "") : [],
    manifest: step.manifest?.text,
    manifests: sortKeys(step.store.manifests),
    blobs: sortKeys(Object.fromEntries(used)),
  };
}

function observe({ store }: Replay, step: RecordedStep, result: CommandResult): Observed {
  const files = listManifests(join(store, "manifests"));
  const manifests = files.map(([path, bytes]) => [path, { size: bytes.length, sha256: sha256(bytes) }]);
  const used = new Set(files.flatMap(([, bytes]) => digestsIn(bytes)));
  const blobs = [...used].map((digest) => {
    const file = digest.replace(":", "-");
    return [file, statSync(join(store, "blobs", file), { throwIfNoEntry: false })?.size];
  });
  const made = files.find(([path]) => path === step.manifest?.path)?.[1];
  return {
    succeeds: result.exitCode === 0,
    rows: step.do === "list" ? rowsOf(result.stdout) : [],
    manifest: step.manifest ? made?.toString() : undefined,
    manifests: sortKeys(Object.fromEntries(manifests)),
    blobs: sortKeys(Object.fromEntries(blobs)),
  };
}

function isSuccess({ exit, http = [] }: RecordedStep): boolean {
  return exit === undefined
    ? !http.some(({ progress }) => progress?.at(-1)?.error !== undefined)
    : exit === 0;
}

/** Name, ID and size of each line of a list; the age depends on when it is looked at. */
function rowsOf(list: string): string[] {
  const rows = list.trim().split("\n").slice(1);
  return rows
    .map((row) =>
      row
        .trim()
        .split(/\s{2,}/)
        .slice(0, 3)
        .join(" "),
    )
    .sort();
}

function listManifests(folder: string): [string, Buffer][] {
  if (!existsSync(folder)) return [];
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return paths
    .filter((path) => statSync(join(folder, path)).isFile())
    .map((path) => [path.replaceAll("\\", "/"), readFileSync(join(folder, path))]);
}

function digestsIn(manifest: Buffer): string[] {
  const { config, layers } = JSON.parse(manifest.toString()) as {
    config: { digest: string };
    layers: { digest: string }[] | null;
  };
  return [config.digest, ...(layers ?? []).map(({ digest }) => digest)];
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function sortKeys(record: object): object {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}

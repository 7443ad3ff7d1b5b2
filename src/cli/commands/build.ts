import { dirname, resolve } from "node:path";
import { type Command, Option } from "commander";
import { formatBytes } from "../../base/bytes.js";
import { MfError, tryErrnoCode } from "../../base/errors.js";
import { printShortestModelName } from "../../base/modelName.js";
import { openBuildInputs } from "../../build/inputs/openBuildInputs.js";
import {
  describePlan,
  digestOfPlan,
  type PlanDescription,
  readPresentDigests,
} from "../../build/plan/describePlan.js";
import { type BuildOptions, planBuild } from "../../build/plan/planBuild.js";
import { readBuildRequest } from "../../build/request/readBuildRequest.js";
import { type BuiltModel, runBuild } from "../../build/run/runBuild.js";
import { parseModelfile } from "../../language/modelfile/parseModelfile.js";
import { openSource, type SourceFile } from "../../language/text/sourceFile.js";
import { blobsOf } from "../../store/manifest.js";
import { openStoreWriter } from "../../store/writer.js";
import { type CommandContext, globalOptions, paintsFor } from "../commandContext.js";
import { readModelfile } from "../files/readModelfile.js";
import { exitCodes, type Io } from "../io.js";
import { chooseTargets, defaultModelName } from "../models/buildTargets.js";
import { lintBeforeBuild } from "../models/lintBeforeBuild.js";
import { openCommandStore, storeOption } from "../models/openCommandStore.js";
import { printPlan } from "../models/printPlan.js";
import { createProgressDrawing } from "../models/progressLine.js";
import { takeShortFlag } from "../models/takeShortFlag.js";
import { templatePort } from "../models/templatePort.js";
import type { Paint } from "../style.js";

interface BuildCommandOptions {
  readonly file: string;
  readonly context?: string;
  readonly quantize: readonly string[];
  readonly allowRequantize: boolean;
  readonly store?: string;
  readonly dryRun: boolean;
  readonly normalize: boolean;
  readonly compat?: "ollama";
  readonly hardLink: boolean;
  readonly strict: boolean;
}

export function defineBuild(command: Command, context: CommandContext): void {
  takeShortFlag(context.program, "-q");
  command
    .argument("[names...]", "what to call the model; without a name, the Modelfile's folder gives it")
    .option("-f, --file <path>", "the Modelfile; - reads the standard input", "Modelfile")
    .option("--context <dir>", "where the Modelfile's relative paths start, instead of its own folder")
    .addOption(
      new Option(
        "-q, --quantize <type>",
        "quantize the weights, such as q4_K_M or q8_0; again for more models from one read",
      )
        .argParser((type: string, types: readonly string[]) => [...types, type])
        .default([], "as they are"),
    )
    .option("--allow-requantize", "quantize weights that are quantized already, losses and all", false)
    .addOption(storeOption())
    .option("--dry-run", "show what would be done, from the headers alone, and write nothing", false)
    .option("--normalize", "lay weights out as `ollama create` does, for the same digest", false)
    .addOption(new Option("--compat <peer>", "make every choice as the peer does").choices(["ollama"]))
    .option(
      "--hard-link",
      "let the store share the weights' file where it cannot be cloned; leave the file alone then",
      false,
    )
    .option("--strict", "warnings of lint stop the build, too", false)
    .addHelpText("after", help)
    .action(async (names: string[], options: BuildCommandOptions) =>
      runBuildCommand(names, options, command, context),
    );
}

const help = `
Lint runs first: an error stops the build before a byte of weights is read. A GGUF file is stored as it is, so that the
blob's digest is the file's own; a file system that can clones it. The model appears when all of it is there.

Examples:
  mf build story -f Modelfile                  build the model "story"
  mf build story -q q4_K_M                     from ./Modelfile, quantized
  mf build story -q q8_0 -q q4_K_M             story:q8_0 and story:q4_K_M from one read
  mf build story --dry-run                     look first

Exit codes: 0 built, 1 lint found errors, 2 wrong usage, 3 the build failed, 130 interrupted.`;

async function runBuildCommand(
  names: readonly string[],
  options: BuildCommandOptions,
  command: Command,
  context: CommandContext,
): Promise<void> {
  const { io } = context;
  const globals = globalOptions(command);
  const { source, path } = await readSource(options, io);
  const store = openCommandStore(io, options);
  const targets = chooseTargets(names.length > 0 ? names : [defaultModelName(path)], options.quantize);
  if (!(await lintBeforeBuild({ source, path, store: store.root, stopsAt: stopsAt(options) }, io, globals))) {
    context.exitCode = exitCodes.findings;
    return;
  }
  const compat = options.compat === "ollama";
  const { request, warnings } = readBuildRequest(parseModelfile(source), { folder: dirname(path), compat });
  const drawing = createProgressDrawing(io, globals.quiet || globals.json);
  for (const message of warnings) drawing.onProgress({ kind: "notice", message });
  const inputs = await openBuildInputs(request, store, { compat });
  try {
    const buildOptions: BuildOptions = {
      targets,
      compat,
      normalize: options.normalize || compat,
      allowRequantize: options.allowRequantize,
    };
    const plan = planBuild(inputs, buildOptions, templatePort);
    const description = describePlan(plan);
    if (options.dryRun) {
      const present = await readPresentDigests(description, store);
      if (globals.json)
        printJson(io, { digest: digestOfPlan(plan), plan: description, present: [...present] });
      else io.stdout.write(printPlan(description, present, paintsFor(io, globals).out));
      return;
    }
    for (const message of plan.notices) drawing.onProgress({ kind: "notice", message });
    const writer = await openStoreWriter(store, { purpose: `build ${names.join(" ")}` });
    try {
      const built = await runBuild(plan, inputs, writer, {
        onProgress: drawing.onProgress,
        signal: io.signal,
        allowHardLink: options.hardLink,
      });
      drawing.clear();
      if (globals.json) printJson(io, { models: built.flatMap(describeBuilt) });
      else io.stdout.write(printBuilt(built, description, paintsFor(io, globals).out));
    } finally {
      await writer.close();
    }
  } finally {
    drawing.clear();
    await inputs.close();
  }
}

function stopsAt({ strict, compat }: BuildCommandOptions): "refused" | "errors" | "warnings" {
  if (strict) return "warnings";
  return compat === "ollama" ? "refused" : "errors";
}

/** The Modelfile, and the path that its relative paths and its settings go by. */
async function readSource(
  options: BuildCommandOptions,
  io: Io,
): Promise<{ source: SourceFile; path: string }> {
  const folder = options.context === undefined ? undefined : resolve(io.cwd, options.context);
  if (options.file === "-") {
    return {
      source: openSource(await io.readStdin(), "Modelfile"),
      path: resolve(folder ?? io.cwd, "Modelfile"),
    };
  }
  const path = resolve(io.cwd, options.file);
  try {
    const source = await readModelfile(path, io.cwd);
    return { source, path: folder === undefined ? path : resolve(folder, "Modelfile") };
  } catch (error) {
    if (tryErrnoCode((error as Error).cause) !== "ENOENT") throw error;
    throw new MfError("MF_E_MODELFILE_NOT_FOUND", `there is no ${options.file}`, {
      hint: "-f names the Modelfile. A new one needs a single line: FROM ./model.gguf",
      cause: error,
    });
  }
}

function printJson(io: Io, value: object): void {
  io.stdout.write(`${JSON.stringify({ version: 1, ...value })}\n`);
}

function describeBuilt({ stored, blobs, plan }: BuiltModel): object[] {
  return stored.map(({ name, id, manifest }) => ({
    name: printShortestModelName(name),
    id,
    quantization: plan.config.fileType ?? null,
    sizeBytes: blobsOf(manifest).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    config: manifest.config.digest,
    layers: manifest.layers.map(({ mediaType, digest, sizeBytes, from }, index) => ({
      mediaType,
      digest,
      sizeBytes,
      ...(from && { from }),
      wasPresent: blobs[index]?.wasPresent ?? false,
    })),
  }));
}

function printBuilt(built: readonly BuiltModel[], plan: PlanDescription, paint: Paint): string {
  const lines = built.flatMap(({ stored, blobs }) =>
    stored.map(({ name, id, manifest }) => {
      const size = formatBytes(blobsOf(manifest).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0));
      const fresh = blobs.filter(({ wasPresent }) => !wasPresent).length;
      const news = fresh === 0 ? "nothing new to store" : `${fresh} of ${blobs.length} blobs new`;
      return `${paint("green", "built")} ${paint("bold", printShortestModelName(name))}  ${id.slice(0, 12)}  ${size}  ${paint("dim", news)}\n`;
    }),
  );
  return plan.models.length === 0 ? "" : lines.join("");
}

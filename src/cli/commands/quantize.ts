import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { type Command, Option } from "commander";
import { formatBytes } from "../../base/bytes.js";
import { MfError } from "../../base/errors.js";
import { openFileSource } from "../../base/files.js";
import { count } from "../../base/plural.js";
import { printable } from "../../base/redact.js";
import { openGgufModel } from "../../weights/gguf/openGgufModel.js";
import { type TensorType, tryTensorType } from "../../weights/gguf/tensorTypes.js";
import type { Imatrix } from "../../weights/quantize/imatrix/imatrix.js";
import { readImatrix } from "../../weights/quantize/imatrix/readImatrix.js";
import { parseMetadataOverride } from "../../weights/quantize/plan/parseMetadataOverride.js";
import {
  planQuantize,
  type QuantizeOptions,
  type QuantizePlan,
} from "../../weights/quantize/plan/planQuantize.js";
import { quantizeFile } from "../../weights/quantize/quantizeFile.js";
import {
  parseTensorTypeOverride,
  parseTensorTypeOverrides,
} from "../../weights/quantize/recipe/parseTensorTypeOverride.js";
import { ggufWeights } from "../../weights/quantize/weightSource.js";
import { type CommandContext, globalOptions, paintsFor } from "../commandContext.js";
import { shownPath } from "../files/readModelfile.js";
import type { Io } from "../io.js";
import { openCommandStore, type StoreOptions, storeOption } from "../models/openCommandStore.js";
import { createProgressDrawing } from "../models/progressLine.js";
import { chooseOutputPaths, readQuantizeArguments, stemOfInput } from "../models/quantizeArguments.js";
import {
  bitsPerWeight,
  countFallbacks,
  describeQuantizePlan,
  printQuantizePlan,
  requireNoFallback,
  typeNameOf,
} from "../models/quantizePlanView.js";
import { resolveWeightsPath } from "../models/resolveWeightsPath.js";
import type { Paint } from "../style.js";

interface QuantizeCommandOptions extends StoreOptions {
  readonly type: readonly string[];
  readonly imatrix?: string;
  readonly tensor: readonly string[];
  readonly tensorTypeFile?: string;
  readonly outputType?: string;
  readonly outputTensorType?: string;
  readonly embeddingType?: string;
  readonly tokenEmbeddingType?: string;
  readonly pure: boolean;
  readonly keepOutput: boolean;
  readonly leaveOutputTensor?: boolean;
  readonly keepSplit: boolean;
  readonly pruneLayers?: string;
  readonly set: readonly string[];
  readonly allowRequantize: boolean;
  readonly failOnFallback: boolean;
  readonly dryRun: boolean;
}

export function defineQuantize(command: Command, context: CommandContext): void {
  command
    .argument("<in>", "a GGUF file (any part of a split one), or a model of the store")
    .argument("[out...]", "the new file; {type} in it stands for the type")
    .addOption(
      collect(
        "--type <type>",
        "such as q4_K_M; again for more files from one read; copy changes the layout only",
      ),
    )
    .option("--imatrix <file>", "importance matrix, as GGUF or .dat")
    .addOption(collect("--tensor <regex=type>", "a type for the tensors whose name matches"))
    .option("--output-type <type>", "the type of output.weight")
    .option("--embedding-type <type>", "the type of the token embedding")
    .option("--pure", "every tensor gets the type itself, without the recipe's exceptions", false)
    .option("--keep-output", "leave output.weight as it is", false)
    .option("--keep-split", "as many files as the source has", false)
    .option("--prune-layers <numbers>", "drop these layers, such as 20,21,22")
    .addOption(collect("--set <key=type:value>", "metadata to set; the types are int, float, bool and str"))
    .option("--allow-requantize", "take a quantized source, losses and all", false)
    .option(
      "--fail-on-fallback",
      "stop when a tensor's rows do not allow the type that the recipe wants",
      false,
    )
    .option("--dry-run", "show what every tensor would become, from the header alone", false)
    .addOption(storeOption())
    .addOption(hidden(collect("--tensor-type <regex=type>", "as --tensor")))
    .addOption(hidden(new Option("--tensor-type-file <file>", "--tensor-type lines")))
    .addOption(hidden(new Option("--output-tensor-type <type>", "as --output-type")))
    .addOption(hidden(new Option("--token-embedding-type <type>", "as --embedding-type")))
    .addOption(hidden(new Option("--leave-output-tensor", "as --keep-output")))
    .addOption(hidden(collect("--override-kv <key=type:value>", "as --set")))
    .addHelpText("after", help)
    .action(async (input: string, rest: string[], options: QuantizeCommandOptions) =>
      runQuantizeCommand(input, rest, options, command, context),
    );
}

const help = `
The bytes are those of llama-quantize, whose own spelling (IN OUT TYPE, --tensor-type, --override-kv …) is taken as well.

Examples:
  mf quantize story-F16.gguf --type q4_K_M            writes story-Q4_K_M.gguf beside it
  mf quantize story-F16.gguf --type q8_0 --type q4_K_M    both from one read
  mf quantize story out.gguf --type q4_K_M --imatrix story.imatrix
  mf quantize story-F16.gguf --type q4_K_M --dry-run      look first`;

function collect(flags: string, description: string): Option {
  return new Option(flags, description)
    .argParser((value: string, values: readonly string[]) => [...values, value])
    .default([], "none");
}

function hidden(option: Option): Option {
  return option.hideHelp();
}

async function runQuantizeCommand(
  input: string,
  rest: readonly string[],
  options: QuantizeCommandOptions,
  command: Command,
  { io }: CommandContext,
): Promise<void> {
  const globals = globalOptions(command);
  const { output, types } = readQuantizeArguments(input, rest, options.type);
  const source = await resolveWeightsPath(input, io, openCommandStore(io, options));
  const shared = await readOptions(options, io);
  const quantizeOptions = types.map(
    (type): QuantizeOptions => ({ ...shared, fileType: type === "copy" ? undefined : type }),
  );
  if (options.dryRun || options.failOnFallback) {
    const plans = await readPlans(source.path, source.model !== undefined, quantizeOptions);
    if (options.failOnFallback) for (const plan of plans) requireNoFallback(plan);
    if (options.dryRun) {
      if (globals.json)
        io.stdout.write(
          `${JSON.stringify({ version: 1, outputs: plans.map((plan, at) => describeQuantizePlan(plan, types[at])) })}\n`,
        );
      else
        io.stdout.write(
          plans
            .map((plan, at) =>
              printQuantizePlan(plan, types[at], globals.verbose, paintsFor(io, globals).out),
            )
            .join("\n"),
        );
      return;
    }
  }
  const paths = chooseOutputPaths(types, {
    cwd: io.cwd,
    inputPath: source.model === undefined ? source.path : undefined,
    stem:
      source.model === undefined
        ? stemOfInput(source.path)
        : source.model
            .replace(/^.*\//, "")
            .replace(/:latest$/, "")
            .replace(":", "-"),
    output,
    keepsSplit: options.keepSplit,
  });
  const drawing = createProgressDrawing(io, globals.quiet || globals.json);
  try {
    const results = await quantizeFile(
      source.path,
      paths.map((path, at) => ({ path, options: quantizeOptions[at] ?? { fileType: undefined } })),
      { onProgress: drawing.onProgress, signal: io.signal },
    );
    drawing.clear();
    if (globals.json) {
      const outputs = results.map(({ plan, files }, at) => ({
        type: typeNameOf(types[at]),
        bitsPerWeight: bitsPerWeight(plan),
        files,
      }));
      io.stdout.write(`${JSON.stringify({ version: 1, outputs })}\n`);
      return;
    }
    const { out } = paintsFor(io, globals);
    for (const { plan, files } of results) {
      for (const { path, sizeBytes, digest } of files) {
        const bits = `${bitsPerWeight(plan).toFixed(2)} bits a weight`;
        io.stdout.write(
          `${out("green", "wrote")} ${shownPath(path, io.cwd)}  ${formatBytes(sizeBytes)}  ${bits}  ${out("dim", digest)}\n`,
        );
      }
      warnAboutFallbacks(plan, io, paintsFor(io, globals).err);
    }
  } finally {
    drawing.clear();
  }
}

async function readOptions(
  options: QuantizeCommandOptions,
  io: Io,
): Promise<Omit<QuantizeOptions, "fileType">> {
  const { tensorType = [], overrideKv = [] } = options as {
    tensorType?: readonly string[];
    overrideKv?: readonly string[];
  };
  const fromFile =
    options.tensorTypeFile === undefined
      ? ""
      : await readFile(resolve(io.cwd, options.tensorTypeFile), "utf8");
  const overrides = [...options.tensor, ...tensorType].map(parseTensorTypeOverride);
  const outputType = options.outputType ?? options.outputTensorType;
  const embeddingType = options.embeddingType ?? options.tokenEmbeddingType;
  const imatrix =
    options.imatrix === undefined ? undefined : await openImatrix(resolve(io.cwd, options.imatrix));
  return {
    overrides: [...overrides, ...parseTensorTypeOverrides(fromFile)],
    metadata: [...options.set, ...overrideKv].map(parseMetadataOverride),
    pure: options.pure,
    keepOutput: options.keepOutput || options.leaveOutputTensor === true,
    keepSplit: options.keepSplit,
    allowRequantize: options.allowRequantize,
    ...(options.pruneLayers === undefined ? {} : { pruneLayers: parseLayers(options.pruneLayers) }),
    ...(outputType === undefined ? {} : { outputType: readTensorType(outputType) }),
    ...(embeddingType === undefined ? {} : { embeddingType: readTensorType(embeddingType) }),
    ...(imatrix === undefined ? {} : { imatrix }),
  };
}

async function openImatrix(path: string): Promise<Imatrix> {
  const source = await openFileSource(path);
  try {
    return await readImatrix(source);
  } finally {
    await source.close();
  }
}

function parseLayers(text: string): number[] {
  if (/^\d+(,\d+)*$/.test(text)) return text.split(",").map(Number);
  throw new MfError("MF_E_USAGE", `"${printable(text)}" is no list of layers such as 20,21,22`);
}

function readTensorType(name: string): TensorType {
  const type = tryTensorType(name);
  if (type !== undefined) return type;
  throw new MfError("MF_E_USAGE", `there is no tensor type "${printable(name)}"`, {
    hint: "For example: q6_K, q8_0, f16.",
  });
}

async function readPlans(
  path: string,
  alone: boolean,
  all: readonly QuantizeOptions[],
): Promise<QuantizePlan[]> {
  const opened = await openGgufModel(path, { alone });
  try {
    const source = ggufWeights(opened, path);
    return all.map((options) => planQuantize(source, options));
  } finally {
    await opened.close();
  }
}

function warnAboutFallbacks(plan: QuantizePlan, { stderr }: Io, paint: Paint): void {
  const fallen = countFallbacks(plan);
  if (fallen === 0) return;
  stderr.write(
    `${paint("yellow", "note:")} the rows of ${count(fallen, "tensor")} did not allow the type of the recipe; --dry-run -v lists them\n`,
  );
}

import type { Command } from "commander";
import { MfError } from "../../base/errors.js";
import { printable } from "../../base/redact.js";
import { didYouMean } from "../../language/diagnostics/didYouMean.js";
import { readNumbers, readStrings } from "../../weights/gguf/ggufArray.js";
import type { GgufEntry, GgufValue } from "../../weights/gguf/ggufValue.js";
import { summarizeGguf } from "../../weights/gguf/inspect/summarizeGguf.js";
import type { GgufModel } from "../../weights/gguf/joinParts.js";
import { openGgufModel } from "../../weights/gguf/openGgufModel.js";
import { type CommandContext, globalOptions, paintsFor } from "../commandContext.js";
import { openCommandStore, type StoreOptions, storeOption } from "../models/openCommandStore.js";
import { printMetadata, printSummary, printTensors, printValue } from "../models/printInspection.js";
import { resolveWeightsPath } from "../models/resolveWeightsPath.js";

interface InspectOptions extends StoreOptions {
  readonly tensors: boolean;
  readonly metadata?: string | true;
}

export function defineInspect(command: Command, context: CommandContext): void {
  command
    .argument("<file|name>", "a GGUF file, or a model of the store")
    .option("--tensors", "list the tensors with type, shape, size and offset", false)
    .option("--metadata [key]", "list the metadata, or print one value of it whole")
    .addOption(storeOption())
    .addHelpText(
      "after",
      `
Reads the header alone, whatever the file's size. The parts of a split model are one model.

Examples:
  mf inspect model.gguf
  mf inspect story --tensors
  mf inspect model.gguf --metadata tokenizer.chat_template`,
    )
    .action(async (input: string, options: InspectOptions) => {
      const { io } = context;
      const globals = globalOptions(command);
      const { path, model: name } = await resolveWeightsPath(input, io, openCommandStore(io, options));
      const opened = await openGgufModel(path, { alone: name !== undefined });
      try {
        const { model } = opened;
        const title = name ?? input;
        if (typeof options.metadata === "string") {
          const value = findValue(model, options.metadata);
          io.stdout.write(globals.json ? `${printJson(jsonOf(value))}\n` : printValue(value));
        } else if (globals.json) {
          io.stdout.write(`${printJson(describe(model, path, options))}\n`);
        } else if (options.tensors || options.metadata) {
          if (options.metadata) io.stdout.write(printMetadata(model.metadata));
          if (options.tensors) io.stdout.write(printTensors(model.tensors));
        } else {
          io.stdout.write(printSummary(summarizeGguf(model), title, paintsFor(io, globals).out));
        }
      } finally {
        await opened.close();
      }
    });
}

function findValue({ metadata }: GgufModel, key: string): GgufValue {
  const found = metadata.find((entry) => entry.key === key);
  if (found !== undefined) return found.value;
  const near = didYouMean(
    key,
    metadata.map((entry) => entry.key),
  );
  throw new MfError("MF_E_GGUF_KEY", `the metadata has no key "${printable(key)}"`, {
    hint: near ? `Did you mean ${near}?` : "--metadata without a key lists them.",
  });
}

function describe(model: GgufModel, path: string, { tensors, metadata }: InspectOptions): object {
  const { types, ...summary } = summarizeGguf(model);
  return {
    version: 1,
    path,
    ...summary,
    types: types.map(({ type, ...share }) => ({ type: type.name, ...share })),
    ...(tensors && {
      tensors: model.tensors.map(({ name, type, dims, sizeBytes, fileOffset, part }) => ({
        name,
        type: type.name,
        dims,
        sizeBytes,
        fileOffset,
        part,
      })),
    }),
    ...(metadata && { metadata: Object.fromEntries(model.metadata.map(describeEntry)) }),
  };
}

function describeEntry({ key, value }: GgufEntry): [string, unknown] {
  return [key, jsonOf(value)];
}

function jsonOf(value: GgufValue): unknown {
  if (value.type !== "array") return value.value;
  return value.elementType === "string" ? readStrings(value) : readNumbers(value);
}

/** 64-bit integers as numbers: readers of JSON that need all digits can read them. */
function printJson(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) => (typeof item === "bigint" ? Number(item) : item));
}

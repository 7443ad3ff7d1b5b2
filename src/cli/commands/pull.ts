import type { Command } from "commander";
import { formatBytes } from "../../base/bytes.js";
import { printModelName, printShortestModelName } from "../../base/modelName.js";
import { count } from "../../base/plural.js";
import { pullModel } from "../../registry/pullModel.js";
import { openStoreWriter } from "../../store/writer.js";
import { type CommandContext, globalOptions } from "../commandContext.js";
import { type ConnectionOptions, plainHttpOption, withRepository } from "../models/connect.js";
import {
  openCommandStore,
  readModelArgument,
  type StoreOptions,
  storeOption,
} from "../models/openCommandStore.js";
import { createProgressDrawing } from "../models/progressLine.js";

interface PullCommandOptions extends StoreOptions, ConnectionOptions {
  readonly as?: string;
}

export function definePull(command: Command, context: CommandContext): void {
  command
    .argument("<name>", "host/namespace/model:tag; without a host it is Ollama's registry")
    .option("--as <name>", "store it under this name")
    .addOption(storeOption())
    .addOption(plainHttpOption())
    .addHelpText(
      "after",
      `
Blobs that the store has are not fetched again. A blob is visible only when its digest was checked; a broken
connection goes on where it stopped. Credentials come from Docker's config.json.

Examples:
  mf pull registry.example.com/team/story:1
  mf pull --plain-http localhost:5000/team/story:1 --as story`,
    )
    .action(async (name: string, options: PullCommandOptions) => {
      const { io } = context;
      const globals = globalOptions(command);
      const source = readModelArgument(name);
      const target = options.as === undefined ? source : readModelArgument(options.as);
      const drawing = createProgressDrawing(io, globals.quiet);
      const writer = await openStoreWriter(openCommandStore(io, options), { purpose: "pull" });
      try {
        const pulled = await withRepository(source, io, options, (repository) =>
          pullModel(writer, source, target, repository, { onProgress: drawing.onProgress }),
        );
        drawing.clear();
        if (globals.json) {
          io.stdout.write(`${JSON.stringify({ version: 1, name: printModelName(target), ...pulled })}\n`);
        } else if (!globals.quiet) {
          const got =
            pulled.receivedBlobs === 0
              ? "nothing to fetch"
              : `${count(pulled.receivedBlobs, "blob")}, ${formatBytes(pulled.receivedBytes)} fetched`;
          io.stdout.write(`pulled ${printShortestModelName(target)}: ${got}\n`);
        }
      } finally {
        await writer.close();
      }
    });
}

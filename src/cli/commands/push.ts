import type { Command } from "commander";
import { formatBytes } from "../../base/bytes.js";
import { printModelName } from "../../base/modelName.js";
import { count } from "../../base/plural.js";
import { pushModel } from "../../registry/pushModel.js";
import { type CommandContext, globalOptions } from "../commandContext.js";
import { type ConnectionOptions, plainHttpOption, withRepository } from "../models/connect.js";
import {
  openCommandStore,
  readModelArgument,
  type StoreOptions,
  storeOption,
} from "../models/openCommandStore.js";
import { createProgressDrawing } from "../models/progressLine.js";

interface PushCommandOptions extends StoreOptions, ConnectionOptions {
  readonly from?: string;
}

export function definePush(command: Command, context: CommandContext): void {
  command
    .argument("<name>", "host/namespace/model:tag; without a host it is Ollama's registry")
    .option("--from <name>", "send this model of the store under the name above")
    .addOption(storeOption())
    .addOption(plainHttpOption())
    .addHelpText(
      "after",
      `
Blobs that the registry has are not sent again; the manifest goes last. Credentials come from Docker's config.json.

Examples:
  mf push registry.example.com/team/story:1
  mf push --from story --plain-http localhost:5000/team/story:1`,
    )
    .action(async (name: string, options: PushCommandOptions) => {
      const { io } = context;
      const globals = globalOptions(command);
      const target = readModelArgument(name);
      const source = options.from === undefined ? target : readModelArgument(options.from);
      const drawing = createProgressDrawing(io, globals.quiet);
      const pushed = await withRepository(target, io, options, (repository) =>
        pushModel(openCommandStore(io, options), source, target, repository, {
          onProgress: drawing.onProgress,
        }),
      );
      drawing.clear();
      if (globals.json)
        io.stdout.write(`${JSON.stringify({ version: 1, name: printModelName(target), ...pushed })}\n`);
      else if (!globals.quiet) {
        const sent =
          pushed.sentBlobs === 0
            ? "nothing to send"
            : `${count(pushed.sentBlobs, "blob")}, ${formatBytes(pushed.sentBytes)} sent`;
        io.stdout.write(`pushed ${printModelName(target)}: ${sent}\n`);
      }
    });
}

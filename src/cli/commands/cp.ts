import type { Command } from "commander";
import { printShortestModelName } from "../../base/modelName.js";
import { copyModel } from "../../store/manifests.js";
import { openStoreWriter } from "../../store/writer.js";
import { type CommandContext, globalOptions } from "../commandContext.js";
import {
  openCommandStore,
  readModelArgument,
  type StoreOptions,
  storeOption,
} from "../models/openCommandStore.js";

export function defineCp(command: Command, context: CommandContext): void {
  command
    .argument("<source>", "a model of the store")
    .argument("<destination>", "its second name")
    .addOption(storeOption())
    .addHelpText(
      "after",
      "\nNo weights are copied: both names lead to the same blobs.\n\nExamples:\n  mf cp story me/story:v1",
    )
    .action(async (source: string, destination: string, options: StoreOptions) => {
      const { io } = context;
      const globals = globalOptions(command);
      const from = readModelArgument(source);
      const to = readModelArgument(destination);
      const writer = await openStoreWriter(openCommandStore(io, options), { purpose: "copy a model" });
      try {
        const copied = await copyModel(writer, from, to);
        const name = printShortestModelName(copied.name);
        if (globals.json) io.stdout.write(`${JSON.stringify({ version: 1, name, id: copied.id })}\n`);
        else if (!globals.quiet) io.stdout.write(`copied ${printShortestModelName(from)} to ${name}\n`);
      } finally {
        await writer.close();
      }
    });
}

import type { Command } from "commander";
import { formatBytes } from "../../base/bytes.js";
import { printShortestModelName } from "../../base/modelName.js";
import { readModel, type StoredModel } from "../../store/manifests.js";
import { type RemovedModel, removeModel } from "../../store/prune.js";
import { type CommandContext, globalOptions } from "../commandContext.js";
import {
  openCommandStore,
  readModelArgument,
  type StoreOptions,
  storeOption,
} from "../models/openCommandStore.js";

export function defineRm(command: Command, context: CommandContext): void {
  command
    .argument("<names...>", "models of the store")
    .addOption(storeOption())
    .addHelpText(
      "after",
      `
Blobs that no other model uses go with it. When one of the names is not there, none is removed.

Examples:
  mf rm story
  mf rm story:q8_0 story:q4_K_M`,
    )
    .action(async (names: string[], options: StoreOptions) => {
      const { io } = context;
      const globals = globalOptions(command);
      const store = openCommandStore(io, options);
      const models: StoredModel[] = [];
      for (const name of names) models.push(await readModel(store, readModelArgument(name)));
      const removed: RemovedModel[] = [];
      for (const { name } of uniqueModels(models)) {
        const one = await removeModel(store, name);
        removed.push(one);
        if (!globals.json && !globals.quiet) io.stdout.write(`${printRemoved(one)}\n`);
      }
      if (globals.json)
        io.stdout.write(`${JSON.stringify({ version: 1, removed: removed.map(describeRemoved) })}\n`);
    });
}

function uniqueModels(models: readonly StoredModel[]): StoredModel[] {
  return [...new Map(models.map((model) => [printShortestModelName(model.name), model])).values()];
}

function printRemoved({ name, removedBlobs, leftBlobs }: RemovedModel): string {
  const freed = removedBlobs.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const left = leftBlobs.length > 0 ? "; its blobs stay until `mf prune`, the store is in use" : "";
  return `deleted ${printShortestModelName(name)}, ${formatBytes(freed)} freed${left}`;
}

function describeRemoved({ name, removedBlobs, leftBlobs }: RemovedModel): object {
  return { name: printShortestModelName(name), removedBlobs, leftBlobs };
}

import type { Command } from "commander";
import { printShortestModelName } from "../../base/modelName.js";
import { printable } from "../../base/redact.js";
import { describeListed } from "../../build/show/describeModel.js";
import { readModelDetails } from "../../build/show/modelDetails.js";
import type { JsonObject } from "../../store/goJson.js";
import type { Store } from "../../store/layout.js";
import { listModels, type StoredModel } from "../../store/manifests.js";
import { type CommandContext, globalOptions, paintsFor } from "../commandContext.js";
import { exitCodes } from "../io.js";
import { openCommandStore, type StoreOptions, storeOption } from "../models/openCommandStore.js";
import { printAge } from "../models/printAge.js";
import { printListedSize } from "../models/printSize.js";
import { printTable } from "../models/table.js";
import { readTemplateAbilities } from "../models/templateAbilities.js";

export function defineLs(command: Command, context: CommandContext): void {
  command
    .argument("[prefix]", "only models whose name starts so")
    .addOption(storeOption())
    .addHelpText(
      "after",
      `
--json prints what Ollama's /api/tags answers.

Examples:
  mf ls
  mf ls story
  mf ls --json | jq -r '.models[].name'`,
    )
    .action(async (prefix: string | undefined, options: StoreOptions) => {
      const { io } = context;
      const globals = globalOptions(command);
      const store = openCommandStore(io, options);
      const { models, problems } = await listModels(store);
      const listed = models
        .filter(({ name }) => startsWith(printShortestModelName(name), prefix))
        .sort(newestFirst);
      if (globals.json) {
        io.stdout.write(`${JSON.stringify({ models: await describeAll(store, listed) })}\n`);
      } else {
        const nowMs = io.now().getTime();
        io.stdout.write(
          printTable([["NAME", "ID", "SIZE", "MODIFIED"], ...listed.map((model) => rowOf(model, nowMs))]),
        );
      }
      if (problems.length === 0) return;
      context.exitCode = exitCodes.findings;
      const { err } = paintsFor(io, globals);
      for (const { path, error } of problems) {
        io.stderr.write(`${err("red", "unreadable:")} ${printable(path, 500)}: ${error.message}\n`);
      }
    });
}

function startsWith(name: string, prefix = ""): boolean {
  return name.toLowerCase().startsWith(prefix.toLowerCase());
}

/** In whole seconds, as Ollama compares them; models of one second keep the order of their names. */
function newestFirst(a: StoredModel, b: StoredModel): number {
  return Math.floor(b.modifiedMs / 1000) - Math.floor(a.modifiedMs / 1000);
}

function rowOf({ name, id, manifest, modifiedMs }: StoredModel, nowMs: number): string[] {
  const sizeBytes = [...manifest.layers, manifest.config].reduce((sum, layer) => sum + layer.sizeBytes, 0);
  // A model without layers of weights runs elsewhere; Ollama shows no size for it.
  const isRemote = !manifest.layers.some(({ mediaType }) => /\.(?:model|tensor)$/.test(mediaType));
  const size = isRemote ? "-" : printListedSize(sizeBytes);
  return [printShortestModelName(name), id.slice(0, 12), size, printAge(modifiedMs, nowMs)];
}

async function describeAll(store: Store, models: readonly StoredModel[]): Promise<JsonObject[]> {
  const described: JsonObject[] = [];
  for (const { name } of models) {
    described.push(describeListed(await readModelDetails(store, name), readTemplateAbilities));
  }
  return described;
}

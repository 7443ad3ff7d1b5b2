import { type Command, Option } from "commander";
import { MfError } from "../../base/errors.js";
import { chooseChatPath } from "../../build/show/capabilities.js";
import { describeModel } from "../../build/show/describeModel.js";
import { type ModelDetails, readModelDetails } from "../../build/show/modelDetails.js";
import { printModelfile } from "../../build/show/printModelfile.js";
import { printOllamaModelfile } from "../../build/show/printOllamaModelfile.js";
import { printParameters } from "../../build/show/printParameters.js";
import { type CommandContext, globalOptions } from "../commandContext.js";
import { openCommandStore, readModelArgument, storeOption } from "../models/openCommandStore.js";
import { printShowTable } from "../models/showTable.js";
import { readTemplateAbilities } from "../models/templateAbilities.js";

const parts = ["modelfile", "template", "system", "params", "parameters", "license"] as const;
type Part = (typeof parts)[number];

type ShowOptions = { readonly [P in Part]?: boolean } & {
  readonly store?: string;
  readonly compat?: "ollama";
};

export function defineShow(command: Command, context: CommandContext): void {
  command
    .argument("<name>", "a model of the store")
    .option("--modelfile", "a Modelfile that builds the model again")
    .option("--template", "the template of its prompts")
    .option("--system", "its system message")
    .option("--params", "its parameters")
    .addOption(new Option("--parameters", "the same as --params").hideHelp())
    .option("--license", "its licences")
    .addOption(storeOption())
    .addOption(
      new Option("--compat <peer>", "with --modelfile: the text that the peer prints").choices(["ollama"]),
    )
    .addHelpText(
      "after",
      `
--json prints what Ollama's /api/show answers; --verbose adds the metadata and every tensor.

Examples:
  mf show story
  mf show story --modelfile > Modelfile     to change it and build it again
  mf show story --json | jq .model_info`,
    )
    .action(async (name: string, options: ShowOptions) => {
      const { io } = context;
      const globals = globalOptions(command);
      const part = chosenPart(options);
      const details = await readModelDetails(openCommandStore(io, options), readModelArgument(name));
      if (part !== undefined) {
        io.stdout.write(printPart(details, part, options));
        return;
      }
      const shown = describeModel(details, { readTemplate: readTemplateAbilities, verbose: globals.verbose });
      io.stdout.write(globals.json ? `${JSON.stringify(shown)}\n` : printShowTable(shown, globals.verbose));
    });
}

function chosenPart(options: ShowOptions): Part | undefined {
  const chosen = parts.filter((part) => options[part]);
  if (chosen.length <= 1) return chosen[0];
  throw new MfError(
    "MF_E_USAGE",
    `only one part can be shown at a time, not ${chosen.map((one) => `--${one}`).join(" and ")}`,
  );
}

/** As Ollama prints them: template and system message without a line break of their own. */
function printPart(details: ModelDetails, part: Part, { compat }: ShowOptions): string {
  switch (part) {
    case "modelfile":
      return compat === "ollama" ? `${printOllamaModelfile(details)}\n` : printModelfile(details);
    case "template":
      return chooseChatPath(details, readTemplateAbilities).template;
    case "system":
      return details.system;
    case "params":
    case "parameters":
      return `${printParameters(details.params)}\n`;
    case "license":
      return `${details.licenses.join("\n")}\n`;
  }
}

import type { Command } from "commander";
import { MfError } from "../../base/errors.js";
import { didYouMean } from "../../language/diagnostics/didYouMean.js";
import { printRulePage } from "../../language/lint/printRulePage.js";
import { rules, tryFindRule } from "../../language/lint/rules.js";
import {
  type InstructionName,
  instructionNames,
  instructions,
} from "../../language/modelfile/instructions.js";
import {
  parameters,
  tryFindParameter,
  tryFindRetiredParameter,
} from "../../language/modelfile/parameters.js";
import { type CommandContext, globalOptions, paintsFor } from "../commandContext.js";
import type { Paint } from "../style.js";

export function defineExplain(command: Command, context: CommandContext): void {
  command
    .argument("<topic>", "a rule (MF201, unknown-parameter), an instruction (FROM) or a parameter (num_ctx)")
    .addHelpText(
      "after",
      `
Examples:
  mf explain MF201
  mf explain unclosed-quote
  mf explain TEMPLATE
  mf explain num_ctx`,
    )
    .action((topic: string) => {
      const globals = globalOptions(command);
      const page = explain(topic);
      const { out } = paintsFor(context.io, globals);
      context.io.stdout.write(
        globals.json ? `${JSON.stringify({ topic, markdown: page })}\n` : colour(page, out),
      );
    });
}

function explain(topic: string): string {
  const rule = tryFindRule(topic.toUpperCase()) ?? tryFindRule(topic.toLowerCase());
  if (rule) return printRulePage(rule);
  const name = topic.toUpperCase();
  if (isInstruction(name)) return explainInstruction(name);
  const parameter = explainParameter(topic.toLowerCase());
  if (parameter !== undefined) return parameter;
  const known = [
    ...rules.flatMap(({ number, name }) => [number, name]),
    ...instructionNames,
    ...parameters.map((p) => p.name),
  ];
  const near = didYouMean(topic, known);
  throw new MfError("MF_E_USAGE", `nothing is called "${topic}"${near ? `; did you mean ${near}?` : ""}`, {
    hint: "mf rules lists the rules.",
  });
}

function isInstruction(name: string): name is InstructionName {
  return (instructionNames as readonly string[]).includes(name);
}

function explainInstruction(name: InstructionName): string {
  const { syntax, summary, details, since, repeats } = instructions[name];
  const again = repeats === "adds" ? "Several lines add up." : "Of several, the last one counts.";
  return `# ${name}\n\n${summary}\n\n    ${syntax}\n\n${details}\n\n${again} Since Ollama ${since}.\n`;
}

function explainParameter(name: string): string | undefined {
  const retired = tryFindRetiredParameter(name);
  if (retired) {
    const today = retired.today === "ignored" ? "is read and ignored" : "is refused";
    return `# PARAMETER ${name}\n\nGone since Ollama ${retired.until}; today it ${today}.\n\n${retired.instead}\n`;
  }
  const info = tryFindParameter(name);
  if (!info) return undefined;
  const { type, summary, example, range, since } = info;
  const lines = [`Type: ${type === "strings" ? "text, may be repeated" : type}`, `Default: ${info.default}`];
  if (range) lines.push(`Range: ${range.min ?? "any"} to ${range.max ?? "any"}`);
  for (const [value, meaning] of Object.entries(range?.special ?? {})) lines.push(`${value}: ${meaning}`);
  const list = lines.map((line) => `- ${line}`).join("\n");
  return `# PARAMETER ${name}\n\n${summary}\n\n    PARAMETER ${name} ${example}\n\n${list}\n- Since Ollama ${since}\n`;
}

function colour(markdown: string, paint: Paint): string {
  return markdown
    .split("\n")
    .map((line) =>
      line.startsWith("#") ? paint("bold", line) : line.startsWith("    ") ? paint("cyan", line) : line,
    )
    .join("\n");
}

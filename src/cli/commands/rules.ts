import type { Command } from "commander";
import { rules } from "../../language/lint/rules.js";
import { type CommandContext, globalOptions, paintsFor } from "../commandContext.js";
import type { Paint } from "../style.js";

const areas: Readonly<Record<string, string>> = {
  "0": "Syntax and encoding",
  "1": "FROM, ADAPTER, DRAFT",
  "2": "PARAMETER",
  "3": "TEMPLATE",
  "4": "SYSTEM and MESSAGE",
  "5": "LICENSE, REQUIRES, RENDERER, PARSER",
  "6": "Security",
  "7": "Style",
  "8": "Portability",
  "9": "Pragmas and configuration",
};

export function defineRules(command: Command, context: CommandContext): void {
  command
    .addHelpText(
      "after",
      `
Severities: error, warning, info, off (until the configuration turns it on). Errors marked ! are Ollama's own and stay.
Fixes: safe (--fix), unsafe (--unsafe-fixes), display (shown only).

Examples:
  mf rules                     the table
  mf rules --json | jq         for programs
  mf explain MF201             one rule at length`,
    )
    .action(() => {
      const globals = globalOptions(command);
      const { out } = paintsFor(context.io, globals);
      context.io.stdout.write(
        globals.json ? `${JSON.stringify(rules.map(describeRule), null, 2)}\n` : printTable(out),
      );
    });
}

function describeRule(rule: (typeof rules)[number]): object {
  const { number, name, severity, fix, docs, since, until } = rule;
  return { number, name, severity, fatal: rule.fatal === true, fix, since, until, ...docs };
}

function printTable(paint: Paint): string {
  const lines: string[] = [];
  const width = Math.max(...rules.map(({ name }) => name.length));
  let area = "";
  for (const { number, name, severity, fatal, fix } of rules) {
    if (number.charAt(2) !== area) {
      area = number.charAt(2);
      lines.push(`${lines.length > 0 ? "\n" : ""}${paint("bold", areas[area] ?? "")}`);
    }
    const shown = `${severity}${fatal ? "!" : ""}`.padEnd(8);
    const colored =
      severity === "error" ? paint("red", shown) : severity === "warning" ? paint("yellow", shown) : shown;
    lines.push(
      `  ${number}  ${name.padEnd(width)}  ${colored} ${fix === "none" ? "" : `${fix} fix`}`.trimEnd(),
    );
  }
  return `${lines.join("\n")}\n\n${rules.length} rules\n`;
}

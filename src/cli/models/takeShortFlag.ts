import type { Command } from "commander";

/**
 * Gives a short flag of the program to the command that runs: `-q` is --quiet everywhere but where Ollama's own
 * command has made it --quantize. The long flag stays.
 */
export function takeShortFlag(program: Command, flag: string): void {
  for (const option of program.options) {
    if (option.short !== flag) continue;
    Reflect.deleteProperty(option, "short");
    option.flags = option.long ?? option.flags;
  }
}

import { instructions } from "../modelfile/instructions.js";

const commands: ReadonlySet<string> = new Set(
  Object.values(instructions)
    .map(({ ollamaName }) => ollamaName)
    .filter((name) => name !== "parameter"),
);

/** Ollama keeps parameters and commands in one list, so `PARAMETER system hi` is a SYSTEM line. */
export function isInstructionCommand(parameterName: string): boolean {
  return commands.has(parameterName);
}

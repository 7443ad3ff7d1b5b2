import { instructions } from "./instructions.js";
import type { Instruction, ModelfileTree, SyntaxProblem } from "./tree.js";

/** A command as Ollama's own parser gives it: FROM is `model`, `PARAMETER x` is `x`. */
export interface OllamaCommand {
  readonly name: string;
  readonly args: string;
}

/** What Ollama makes of a file: its commands, or the text of the one error it stops at. */
export type OllamaReading =
  | { readonly kind: "ok"; readonly commands: readonly OllamaCommand[] }
  | { readonly kind: "error"; readonly error: string; readonly at: SyntaxProblem | undefined };

export function readAsOllama(tree: ModelfileTree): OllamaReading {
  const problem = tree.items
    .map((item) => (item.kind === "comment" ? undefined : item.problem))
    .find(Boolean);
  if (problem) return { kind: "error", error: errorText(tree, problem), at: problem };
  const commands = tree.instructions.map(commandOf);
  // Any command of that internal name will do: `PARAMETER model x` counts as a FROM line.
  if (!commands.some(({ name }) => name === "model"))
    return { kind: "error", error: "no FROM line", at: undefined };
  return { kind: "ok", commands };
}

export function commandOf(instruction: Instruction): OllamaCommand {
  const { name, argument, value } = instruction;
  const args = value?.text ?? "";
  if (name === "PARAMETER") return { name: argument?.text ?? "", args };
  if (name === "MESSAGE") return { name: "message", args: `${argument?.text ?? ""}: ${args}` };
  return { name: name ? instructions[name].ollamaName : instruction.word, args };
}

const unexpectedEnd = "unexpected EOF";

/** The commands in the order in which Ollama's message names them. */
const order = "from license template system adapter draft renderer parser parameter message requires";
const invalidCommand = `command must be one of ${order
  .replace(/\S+/g, '"$&"')
  .replace(/ /g, ", ")
  .replace(/, (?=\S+$)/, ", or ")}`;
const invalidRole = 'message role must be one of "system", "user", or "assistant"';

function errorText(tree: ModelfileTree, problem: SyntaxProblem): string {
  switch (problem.kind) {
    case "unknown-command":
      return `(line ${ollamaLine(tree, problem.offset)}): ${invalidCommand}`;
    case "bad-role":
      return `(line ${ollamaLine(tree, problem.offset)}): ${invalidRole}`;
    case "bad-name":
      return `${unexpectedEnd}: ${problem.read}`;
    case "unexpected-end":
      return unexpectedEnd;
  }
}

/**
 * The line that Ollama's message names: it counts `\r` and `\n` each, so CRLF counts twice, and counts
 * the break at which it stops before it says so.
 */
function ollamaLine(tree: ModelfileTree, offset: number): number {
  let line = 1;
  const { text } = tree.source;
  for (let at = 0; at <= offset && at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 0x0a || unit === 0x0d) line++;
  }
  return line;
}

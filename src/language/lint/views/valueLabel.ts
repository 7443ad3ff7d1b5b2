import { printable } from "../../../base/redact.js";
import type { ValuedInstruction } from "../lintFile.js";

/** What a message calls the thing whose value it speaks of: `SYSTEM`, or `stop` for `PARAMETER stop`. */
export function labelOf({ name, argument }: ValuedInstruction): string {
  return name === "PARAMETER" && argument?.text ? printable(argument.text, 40) : name;
}

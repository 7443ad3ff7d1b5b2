import type { ValueNode } from "../../modelfile/tree.js";
import type { LintFile, ParameterUse } from "../lintFile.js";
import { meantText } from "./meantText.js";
import { mendStop } from "./stopText.js";

/** A stop line whose value ends. */
export interface StopUse {
  /** What was meant, with the slips that other rules mend left out. */
  readonly text: string;
  /** Ollama's reading, without a comment behind it or foreign quotes around it. */
  readonly raw: string;
  /** Whether Ollama reads what was meant: only then a fix may touch the text. */
  readonly isPlain: boolean;
  readonly value: ValueNode;
  readonly use: ParameterUse;
}

export function stopUses(file: LintFile): StopUse[] {
  const found: StopUse[] = [];
  for (const use of file.parameters) {
    const { value } = use.instruction;
    if (use.name !== "stop" || !value.closed) continue;
    const raw = meantText(file, use.instruction);
    const text = mendStop(raw);
    found.push({ text, raw, isPlain: text === value.text, value, use });
  }
  return found;
}

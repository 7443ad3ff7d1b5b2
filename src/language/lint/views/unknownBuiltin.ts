import { printable } from "../../../base/redact.js";
import { didYouMean } from "../../diagnostics/didYouMean.js";
import type { BuiltinInfo } from "../../modelfile/builtins.js";
import type { LintFile, ValuedInstruction } from "../lintFile.js";
import { isInRange } from "../ollamaVersion.js";
import type { Finding } from "../rule.js";
import { meantText } from "./meantText.js";

/** The renderer or parser that a name stands for, or most likely was to stand for. */
export function tryFindMeantBuiltin<T extends BuiltinInfo>(text: string, all: readonly T[]): T | undefined {
  const exact = all.find(({ name }) => name === text);
  if (exact) return exact;
  const current = all.filter(({ until }) => until === undefined);
  const name = didYouMean(
    text.trim(),
    current.map((info) => info.name),
  );
  return current.find((info) => info.name === name);
}

/** What to say of a renderer or parser; undefined when Ollama has it. What is too new is MF510's. */
export function describeUnknownBuiltin(
  what: "renderer" | "parser",
  file: LintFile,
  instruction: ValuedInstruction,
  all: readonly BuiltinInfo[],
): Finding | undefined {
  const text = meantText(file, instruction);
  const info = all.find(({ name }) => name === text);
  if (info && isInRange(file.ollama, undefined, info.until)) return undefined;
  const meant = info?.instead ?? tryFindMeantBuiltin(text, all)?.name;
  const { value } = instruction;
  const message = `Ollama has no ${what} "${printable(text, 60)}"`;
  return {
    message: meant ? `${message}; did you mean ${meant}?` : message,
    span: value.span,
    ...(info?.until ? { notes: [`It had one before ${info.until}.`] } : {}),
    ...(meant && text === value.text
      ? {
          fixes: [
            {
              title: `Write ${meant}`,
              applicability: "unsafe",
              edits: [{ span: value.contentSpan, text: meant }],
            },
          ],
        }
      : {}),
  };
}

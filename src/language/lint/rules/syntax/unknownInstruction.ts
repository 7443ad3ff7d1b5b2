import { didYouMean } from "../../../diagnostics/didYouMean.js";
import { instructionNames } from "../../../modelfile/instructions.js";
import type { Instruction } from "../../../modelfile/tree.js";
import { defineRule, type Finding } from "../../rule.js";

export const unknownInstruction = defineRule({
  number: "MF001",
  name: "unknown-instruction",
  severity: "error",
  fatal: true,
  fix: "unsafe",
  docs: {
    what: "A line starts with a word that is no instruction.",
    why: "Ollama stops here. Often the line is the rest of a text whose quotes were forgotten, or closed too early.",
    instead:
      'Use one of FROM, PARAMETER, TEMPLATE, SYSTEM, ADAPTER, MESSAGE, LICENSE, DRAFT, RENDERER, PARSER, REQUIRES, put `#` before a comment, or put text of several lines in `"""`.',
  },
  examples: { bad: "FROM llama3.2\nSYSTM You are terse.\n", good: "FROM llama3.2\nSYSTEM You are terse.\n" },
  check({ tree }, report) {
    for (const instruction of tree.instructions) {
      if (instruction.name === undefined) report(describe(instruction));
    }
  },
});

function describe({ word, wordSpan }: Instruction): Finding {
  const meant = word === "" ? undefined : didYouMean(word, instructionNames);
  if (!meant) return { message: `"${word}" is not an instruction`, span: wordSpan };
  return {
    message: `"${word}" is not an instruction; did you mean ${meant}?`,
    span: wordSpan,
    fixes: [{ title: `Write ${meant}`, applicability: "unsafe", edits: [{ span: wordSpan, text: meant }] }],
  };
}

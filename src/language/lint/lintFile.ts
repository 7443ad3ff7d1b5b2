import type { InstructionName } from "../modelfile/instructions.js";
import {
  type ParameterInfo,
  type RetiredParameter,
  tryFindParameter,
  tryFindRetiredParameter,
} from "../modelfile/parameters.js";
import { type ParameterValue, tryParseParameterValue } from "../modelfile/parameterValue.js";
import { type OllamaReading, readAsOllama } from "../modelfile/readAsOllama.js";
import type { Instruction, ModelfileTree, NamePart, ValueNode } from "../modelfile/tree.js";
import { detectForeignFile, type ForeignFile } from "./foreignFile.js";
import type { ModelPeek } from "./modelPeek.js";
import type { OllamaRange } from "./ollamaVersion.js";
import type { Pragma } from "./pragmas.js";

/** Everything that rules look at. Made once a file; no rule parses anything again. */
export interface LintFile {
  readonly tree: ModelfileTree;
  readonly text: string;
  readonly reading: OllamaReading;
  /** Set when the file belongs to another tool: only MF012 speaks then. */
  readonly foreign: ForeignFile | undefined;
  readonly parameters: readonly ParameterUse[];
  readonly peek: ModelPeek;
  readonly ollama: OllamaRange;
  readonly pragmas: readonly Pragma[];
  readonly allowPragmas: boolean;
  /** The instructions of one kind that have a value, in order. `PARAMETER system x` is not among them. */
  all(name: InstructionName): readonly ValuedInstruction[];
  /** The one that counts where the last one wins. */
  last(name: InstructionName): ValuedInstruction | undefined;
}

export type ValuedInstruction = Instruction & { readonly value: ValueNode };

/** A PARAMETER line with a name and a value. */
export interface ParameterUse {
  readonly name: string;
  readonly nameSpan: NamePart["span"];
  readonly info: ParameterInfo | undefined;
  readonly retired: RetiredParameter | undefined;
  /** Undefined when the name is unknown or the value has another type. */
  readonly value: ParameterValue | undefined;
  readonly instruction: ValuedInstruction;
}

export interface LintSurroundings {
  readonly peek: ModelPeek;
  readonly ollama: OllamaRange;
  readonly pragmas: readonly Pragma[];
  readonly allowPragmas: boolean;
}

export function createLintFile(tree: ModelfileTree, surroundings: LintSurroundings): LintFile {
  const byName = new Map<InstructionName, ValuedInstruction[]>();
  for (const instruction of tree.instructions) {
    if (!instruction.name || !hasValue(instruction)) continue;
    const list = byName.get(instruction.name);
    if (list) list.push(instruction);
    else byName.set(instruction.name, [instruction]);
  }
  const all = (name: InstructionName): readonly ValuedInstruction[] => byName.get(name) ?? [];
  return {
    ...surroundings,
    tree,
    text: tree.source.text,
    reading: readAsOllama(tree),
    foreign: detectForeignFile(tree),
    parameters: all("PARAMETER").flatMap(useOf),
    all,
    last: (name) => all(name)[all(name).length - 1],
  };
}

function hasValue(instruction: Instruction): instruction is ValuedInstruction {
  return instruction.value !== undefined;
}

function useOf(instruction: ValuedInstruction): ParameterUse[] {
  const { argument } = instruction;
  if (!argument) return [];
  const info = tryFindParameter(argument.text);
  return [
    {
      name: argument.text,
      nameSpan: argument.span,
      info,
      retired: tryFindRetiredParameter(argument.text),
      value: info && tryParseParameterValue(info, instruction.value.text),
      instruction,
    },
  ];
}

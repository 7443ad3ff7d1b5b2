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
import { type ModelSource, readModelSource } from "./views/modelSource.js";

/** Everything that rules look at. Made once a file; no rule parses anything again. */
export interface LintFile {
  readonly tree: ModelfileTree;
  readonly text: string;
  readonly reading: OllamaReading;
  /** Set when the file belongs to another tool: only MF012 speaks then. */
  readonly foreign: ForeignFile | undefined;
  /** The instructions of a known name that have a value, in order. */
  readonly valued: readonly ValuedInstruction[];
  readonly parameters: readonly ParameterUse[];
  /** What FROM, ADAPTER and DRAFT point at, in order. */
  readonly sources: readonly ModelSource[];
  readonly peek: ModelPeek;
  readonly ollama: OllamaRange;
  readonly pragmas: readonly Pragma[];
  readonly allowPragmas: boolean;
  /** The instructions of one kind that have a value, in order. `PARAMETER system x` is not among them. */
  all(name: InstructionName): readonly ValuedInstruction[];
  /** The one that counts where the last one wins. */
  last(name: InstructionName): ValuedInstruction | undefined;
}

export type ValuedInstruction = Instruction & { readonly name: InstructionName; readonly value: ValueNode };

/** A PARAMETER line with a name and a value. */
export interface ParameterUse {
  readonly name: string;
  readonly nameSpan: NamePart["span"];
  readonly info: ParameterInfo | undefined;
  readonly retired: RetiredParameter | undefined;
  /** Undefined when the name is unknown, the value has another type, or its quotes never close. */
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
  const valued = tree.instructions.filter(hasValue);
  for (const instruction of valued) {
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
    valued,
    parameters: all("PARAMETER").flatMap(useOf),
    sources: valued.filter(isSource).map((instruction) => readModelSource(tree.source.text, instruction)),
    all,
    last: (name) => all(name)[all(name).length - 1],
  };
}

function hasValue(instruction: Instruction): instruction is ValuedInstruction {
  return instruction.name !== undefined && instruction.value !== undefined;
}

/** An unclosed value is MF003's matter alone. */
function isSource({ name, value }: ValuedInstruction): boolean {
  return value.closed && (name === "FROM" || name === "ADAPTER" || name === "DRAFT");
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
      value:
        info && instruction.value.closed ? tryParseParameterValue(info, instruction.value.text) : undefined,
      instruction,
    },
  ];
}

import type { PipeNode, StatementNode, TemplateTree } from "../syntax/tree.js";
import type { ExpressionContext } from "./expressions.js";
import type { GoFunctions } from "./functionCalls.js";
import type { Instruction, Program } from "./state.js";
import { createVariableScope } from "./variables.js";

/** Where a jump goes; known once the code before it is laid out. */
export interface Label {
  at: number;
}

/** The code of a template as far as it is laid out. */
export interface Assembler extends ExpressionContext {
  readonly code: Instruction[];
  readonly nodes: StatementNode[];
  readonly costs: number[];
  loopCount: number;
  /** Of the loop around, where `break` and `continue` go. */
  loop: { readonly breakTo: Label; readonly continueTo: Label } | undefined;
}

export function createAssembler(functions: GoFunctions): Assembler {
  return {
    scope: createVariableScope(),
    functions,
    code: [],
    nodes: [],
    costs: [],
    loopCount: 0,
    loop: undefined,
  };
}

/** The finished program, which ends with `last`. */
export function assemble(a: Assembler, tree: TemplateTree, last: Instruction): Program {
  const { code, nodes, costs, loopCount } = a;
  return {
    tree,
    code: [...code, last],
    nodes,
    costs: [...costs, 1],
    variableCount: a.scope.slotCount,
    loopCount,
  };
}

export function emit(a: Assembler, node: StatementNode, instruction: Instruction): void {
  a.code.push(instruction);
  a.nodes.push(node);
  a.costs.push(1);
}

/** An instruction that evaluates a pipeline: 4 characters of it are reckoned as a step. */
export function emitEvaluation(
  a: Assembler,
  node: StatementNode,
  pipe: PipeNode | undefined,
  instruction: Instruction,
): void {
  const length = pipe === undefined ? 0 : Math.max(pipe.end - pipe.start, 0);
  a.code.push(instruction);
  a.nodes.push(node);
  a.costs.push(1 + (length >> 2));
}

export function newLabel(): Label {
  return { at: -1 };
}

export function place(a: Assembler, label: Label): void {
  label.at = a.code.length;
}

export function emitJump(a: Assembler, node: StatementNode, to: Label): void {
  emit(a, node, () => to.at);
}

import { sprint } from "../format/print.js";
import { PrintLimitExceeded } from "../format/printer.js";
import { printNode } from "../syntax/printNode.js";
import type {
  ActionNode,
  IfNode,
  ListNode,
  RangeNode,
  StatementNode,
  TemplateNode,
  TemplateTree,
  WithNode,
} from "../syntax/tree.js";
import { quoteText } from "../text/quote.js";
import { type GoValue, indirect, typeOf } from "../values/values.js";
import {
  type Assembler,
  assemble,
  createAssembler,
  emit,
  emitEvaluation,
  emitJump,
  type Label,
  newLabel,
  place,
} from "./assembler.js";
import { compilePipe } from "./expressions.js";
import type { GoFunctions } from "./functionCalls.js";
import { advance, type Loop, openLoop } from "./loops.js";
import { toPrintable } from "./printable.js";
import { chargeSteps, fail, failAtLimit, type Program, type RenderState, write } from "./state.js";
import { isTruthy } from "./truth.js";
import { type Assign, assignVariable, inBlock } from "./variables.js";

/** Lays a template out as a list of instructions. */
export function compileProgram(tree: TemplateTree, functions: GoFunctions): Program {
  const a = createAssembler(functions);
  emitList(a, tree.root);
  return assemble(a, tree, returnFromTemplate);
}

function emitList(a: Assembler, list: ListNode): void {
  for (const node of list.nodes) emitStatement(a, node);
}

function emitStatement(a: Assembler, node: StatementNode): void {
  switch (node.kind) {
    case "text":
      emitText(a, node, node.text);
      return;
    case "comment":
      return;
    case "action":
      emitAction(a, node);
      return;
    case "if":
      inBlock(a.scope, () => emitIf(a, node));
      return;
    case "with":
      inBlock(a.scope, () => emitWith(a, node));
      return;
    case "range":
      inBlock(a.scope, () => emitRange(a, node));
      return;
    case "template":
      emitTemplateCall(a, node);
      return;
    case "break":
    case "continue": {
      // The parser lets none stand outside a loop.
      if (a.loop !== undefined) emitJump(a, node, node.kind === "break" ? a.loop.breakTo : a.loop.continueTo);
      return;
    }
  }
}

function emitText(a: Assembler, node: StatementNode, text: string): void {
  const next = a.code.length + 1;
  emit(a, node, (s) => {
    write(s, text);
    return next;
  });
}

function emitAction(a: Assembler, node: ActionNode): void {
  const evaluate = compilePipe(a, node.pipe);
  const next = a.code.length + 1;
  if (node.pipe.declarations.length > 0) {
    emitEvaluation(a, node, node.pipe, (s) => {
      evaluate(s);
      return next;
    });
    return;
  }
  emitEvaluation(a, node, node.pipe, (s) => {
    const value = evaluate(s);
    if (typeof value === "string") write(s, value);
    else printValue(s, node, value);
    return next;
  });
}

function printValue(s: RenderState, node: ActionNode, value: GoValue): void {
  s.node = node;
  const printable = toPrintable(value);
  if (printable.kind === "unprintable") {
    const type = value === undefined ? "" : typeOf(value).text;
    fail(s, `can't print ${printNode(node)} of type ${type}`);
  } else write(s, printed(s, printable.value));
}

function printed(s: RenderState, value: GoValue): string {
  try {
    return sprint([value], s.limits);
  } catch (error) {
    if (error instanceof PrintLimitExceeded) return failAtLimit(s, error.limit, error.message);
    throw error;
  }
}

function emitIf(a: Assembler, node: IfNode): void {
  const evaluate = compilePipe(a, node.pipe);
  const otherwise = newLabel();
  const next = a.code.length + 1;
  emitEvaluation(a, node, node.pipe, (s) => (isTruthy(evaluate(s)) ? next : otherwise.at));
  emitBranches(a, node, otherwise);
}

/** Both lists of a branch; the first one's end jumps over the second. */
function emitBranches(a: Assembler, node: IfNode, otherwise: Label): void {
  const end = newLabel();
  inBlock(a.scope, () => emitList(a, node.list));
  if (node.elseList !== undefined) emitJump(a, node, end);
  place(a, otherwise);
  if (node.elseList !== undefined) {
    const { elseList } = node;
    inBlock(a.scope, () => emitList(a, elseList));
  }
  place(a, end);
}

function emitWith(a: Assembler, node: WithNode): void {
  const evaluate = compilePipe(a, node.pipe);
  const outerDot = a.scope.slotCount++;
  const otherwise = newLabel();
  const end = newLabel();
  const next = a.code.length + 1;
  emitEvaluation(a, node, node.pipe, (s) => {
    const value = evaluate(s);
    if (!isTruthy(value)) return otherwise.at;
    s.variables[outerDot] = s.dot;
    s.dot = value;
    return next;
  });
  inBlock(a.scope, () => emitList(a, node.list));
  emit(a, node, (s) => {
    s.dot = s.variables[outerDot];
    return end.at;
  });
  place(a, otherwise);
  if (node.elseList !== undefined) emitList(a, node.elseList);
  place(a, end);
}

/**
 * start: first entry, or to else · turn: next entry, or to end · body · to turn · end: dot as before · else
 */
function emitRange(a: Assembler, node: RangeNode): void {
  const evaluate = compilePipe(a, node.pipe);
  const bind = compileBinding(a, node);
  const slot = a.loopCount++;
  const [breakTo, continueTo, otherwise, after] = [newLabel(), newLabel(), newLabel(), newLabel()];
  const body = a.code.length + 2;
  const enter = (s: RenderState, loop: Loop): number => {
    bind(s, loop);
    s.dot = loop.value;
    return body;
  };
  emitEvaluation(a, node, node.pipe, (s) => {
    const value = evaluate(s);
    // Where a range fails over what it is given, Go blames the pipeline and not the range.
    const loop = openLoop(s, node, indirect(value));
    if (loop === undefined || !advance(s, loop)) return otherwise.at;
    s.loops[slot] = loop;
    return enter(s, loop);
  });
  place(a, continueTo);
  emit(a, node, (s) => {
    const loop = s.loops[slot];
    return loop !== undefined && advance(s, loop) ? enter(s, loop) : breakTo.at;
  });
  emitLoopBody(a, node.list, { breakTo, continueTo });
  emitJump(a, node, continueTo);
  place(a, breakTo);
  emit(a, node, (s) => {
    s.dot = s.loops[slot]?.outerDot;
    s.loops[slot] = undefined;
    return after.at;
  });
  place(a, otherwise);
  if (node.elseList !== undefined) emitList(a, node.elseList);
  place(a, after);
}

function emitLoopBody(a: Assembler, list: ListNode, labels: { breakTo: Label; continueTo: Label }): void {
  const outer = a.loop;
  a.loop = labels;
  inBlock(a.scope, () => emitList(a, list));
  a.loop = outer;
}

/** Sets the variables of a range: of two the first gets the index, of one it gets the element. */
function compileBinding(a: Assembler, { pipe }: RangeNode): (s: RenderState, loop: Loop) => void {
  const assigns: readonly Assign[] = pipe.declarations.map(({ name }) => assignVariable(a.scope, name));
  const [first, second] = assigns;
  if (first === undefined) return () => {};
  if (second === undefined) return (s, loop) => first(s, loop.value);
  return (s, loop) => {
    first(s, loop.key);
    second(s, loop.value);
  };
}

function emitTemplateCall(a: Assembler, node: TemplateNode): void {
  const evaluate = node.pipe === undefined ? undefined : compilePipe(a, node.pipe);
  const next = a.code.length + 1;
  emitEvaluation(a, node, node.pipe, (s) => {
    s.node = node;
    const program = s.programs.get(node.name);
    if (program === undefined) return fail(s, `template ${quoteText(node.name)} not defined`);
    // Each call has its own variables, whose number the template chooses.
    chargeSteps(s, program.variableCount + program.loopCount);
    const { maxTemplateDepth } = s.limits;
    if (s.frames.length >= maxTemplateDepth) {
      return fail(s, `exceeded maximum template depth (${maxTemplateDepth})`, "templates");
    }
    const dot = evaluate?.(s);
    s.frames.push({ program: s.program, next, variables: s.variables, loops: s.loops, dot: s.dot });
    enterTemplate(s, program, dot);
    return 0;
  });
}

/** A called template sees no variables but its own `$`. */
export function enterTemplate(s: RenderState, program: Program, dot: GoValue): void {
  s.program = program;
  s.variables = new Array<GoValue>(program.variableCount).fill(undefined);
  s.variables[0] = dot;
  s.loops = new Array<Loop | undefined>(program.loopCount).fill(undefined);
  s.dot = dot;
}

function returnFromTemplate(s: RenderState): number {
  const frame = s.frames.pop();
  if (frame === undefined) return -1;
  s.program = frame.program;
  s.variables = frame.variables;
  s.loops = frame.loops;
  s.dot = frame.dot;
  return frame.next;
}

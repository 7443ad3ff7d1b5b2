import type { RenderLimits } from "../limits.js";
import { printNode } from "../syntax/printNode.js";
import type { RangeNode, StatementNode, TemplateTree, TemplateTreeNode } from "../syntax/tree.js";
import { toWellFormed } from "../text/goText.js";
import { byteColumnOf, lineOf } from "../text/positions.js";
import { quoteText } from "../text/quote.js";
import type { GoValue } from "../values/values.js";
import type { Loop } from "./loops.js";

/** Does one thing and names the instruction that follows; a negative number ends the rendering. */
export type Instruction = (state: RenderState) => number;

/**
 * One template, flattened: branches and loops are jumps, so neither nested blocks nor templates that call
 * each other a hundred thousand times deep need the engine's stack.
 */
export interface Program {
  readonly tree: TemplateTree;
  readonly code: readonly Instruction[];
  /** The node that each instruction comes from. */
  readonly nodes: readonly StatementNode[];
  /** What each costs in steps: one, and more for a long pipeline. */
  readonly costs: readonly number[];
  readonly variableCount: number;
  readonly loopCount: number;
}

/** What to go back to when a called template ends. */
export interface Frame {
  readonly program: Program;
  readonly next: number;
  readonly variables: GoValue[];
  readonly loops: (Loop | undefined)[];
  readonly dot: GoValue;
}

export type MissingKey = "default" | "zero" | "error";

export interface RenderState {
  out: string;
  dot: GoValue;
  program: Program;
  variables: GoValue[];
  loops: (Loop | undefined)[];
  readonly frames: Frame[];
  /** The node being worked on: what an error is "at". */
  node: TemplateTreeNode;
  /** Steps left. */
  fuel: number;
  readonly programs: ReadonlyMap<string, Program>;
  readonly missingKey: MissingKey;
  readonly limits: RenderLimits;
}

export type LimitName = "output" | "steps" | "range" | "templates" | "depth";

/** Why rendering stopped. */
export class RenderFailure extends Error {
  /** The message without place and context. */
  readonly reason: string;
  readonly node: TemplateTreeNode;
  readonly tree: TemplateTree;
  readonly limit: LimitName | undefined;

  constructor(message: string, state: RenderState, reason: string, limit: LimitName | undefined) {
    super(message);
    this.reason = reason;
    this.node = state.node;
    this.tree = state.program.tree;
    this.limit = limit;
  }
}

/** Stops with Go's text. */
export function fail(s: RenderState, reason: string, limit?: LimitName): never {
  const { tree } = s.program;
  const place = `${tree.fileName}:${lineOf(tree.text, s.node.pos)}:${byteColumnOf(tree.text, s.node.pos)}`;
  const message = `template: ${place}: executing ${quoteText(tree.name)} at <${printNode(s.node)}>: ${reason}`;
  throw new RenderFailure(toWellFormed(message), s, toWellFormed(reason), limit);
}

export function failAtLimit(s: RenderState, limit: LimitName, what: string): never {
  return fail(s, `the limit of ${what} was reached`, limit);
}

export function write(s: RenderState, text: string): void {
  s.out += text;
  if (s.out.length > s.limits.maxOutputLength) {
    failAtLimit(s, "output", `${s.limits.maxOutputLength} characters of output`);
  }
}

export function chargeSteps(s: RenderState, steps: number): void {
  s.fuel -= steps;
  if (s.fuel < 0) failAtLimit(s, "steps", `${s.limits.maxSteps} steps`);
}

/** Reading through a text costs by its length, 64 units a step; printing or escaping one costs more. */
export function chargeReading(s: RenderState, text: string): void {
  if (text.length >= 64) chargeSteps(s, text.length >> 6);
}

export function chargePrinting(s: RenderState, text: string): void {
  if (text.length >= 8) chargeSteps(s, text.length >> 3);
}

/** One turn of a `range` that is under way. */
export interface Iteration {
  readonly node: RangeNode;
  readonly index: number;
}

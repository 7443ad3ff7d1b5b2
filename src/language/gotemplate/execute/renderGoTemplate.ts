import { defaultRenderLimits, type RenderLimits } from "../limits.js";
import type { StatementNode, TemplateTree, TemplateTreeNode } from "../syntax/tree.js";
import { canonicalText } from "../text/goText.js";
import { quoteText } from "../text/quote.js";
import type { GoValue } from "../values/values.js";
import type { GoTemplate } from "./compileGoTemplate.js";
import { enterTemplate } from "./compileProgram.js";
import {
  chargeSteps,
  type Iteration,
  type LimitName,
  type MissingKey,
  type Program,
  RenderFailure,
  type RenderState,
} from "./state.js";

/** A piece of output and what made it. */
export interface OutputPiece {
  readonly node: StatementNode;
  /** The template that the node is part of. */
  readonly tree: TemplateTree;
  /** UTF-16 offsets in the output. (Bytes of one rune that two pieces wrote join at the end and shift them.) */
  readonly start: number;
  readonly end: number;
  /** Dot where the piece was written. */
  readonly dot: GoValue;
  /** The ranges around, outermost first, those of calling templates included. */
  readonly iterations: readonly Iteration[];
}

export interface RenderOptions {
  /** What a missing key of a map gives: no value, the zero value of the map's type, or an error. */
  readonly missingKey?: MissingKey;
  /** Renders a template that the file defines, in place of the file itself. */
  readonly template?: string;
  readonly limits?: Partial<RenderLimits>;
  /** Called for every piece of output, in order. Without it nothing is tracked. */
  readonly observe?: (piece: OutputPiece) => void;
}

export type RenderResult =
  | {
      readonly kind: "ok";
      /** Bytes that are no UTF-8 stand as lone surrogates: see `text/goText`. */
      readonly text: string;
    }
  | {
      readonly kind: "error";
      /** Go's text. */
      readonly message: string;
      /** The message without place and context. */
      readonly reason: string;
      /** What was written before. */
      readonly partial: string;
      readonly node?: TemplateTreeNode;
      readonly tree?: TemplateTree;
      /** Set when one of our limits, and not Go, stopped the rendering. */
      readonly limit?: LimitName;
    };

/** Renders a template over a value. */
export function renderGoTemplate(
  template: GoTemplate,
  data: GoValue,
  options: RenderOptions = {},
): RenderResult {
  const name = options.template ?? template.name;
  const program = template.programs.get(name);
  if (program === undefined) {
    const reason = `no template ${quoteText(name)} associated with template ${quoteText(template.name)}`;
    return { kind: "error", message: `template: ${reason}`, reason, partial: "" };
  }
  const state = createState(template, program, data, options);
  try {
    if (options.observe === undefined) run(state);
    else runObserved(state, options.observe);
    return { kind: "ok", text: canonicalText(state.out) };
  } catch (error) {
    return failureOf(state, error);
  }
}

function createState(
  template: GoTemplate,
  program: Program,
  data: GoValue,
  options: RenderOptions,
): RenderState {
  const limits = { ...defaultRenderLimits, ...options.limits };
  const state: RenderState = {
    out: "",
    dot: data,
    program,
    variables: [],
    loops: [],
    frames: [],
    node: program.tree.root,
    fuel: limits.maxSteps,
    programs: template.programs,
    missingKey: options.missingKey ?? "default",
    limits,
  };
  enterTemplate(state, program, data);
  return state;
}

function run(s: RenderState): void {
  for (let at = 0; at >= 0; ) at = step(s, at);
}

function step(s: RenderState, at: number): number {
  const { code, costs } = s.program;
  const instruction = code[at];
  if (instruction === undefined) return -1;
  s.fuel -= costs[at] ?? 1;
  // Nothing more is charged here: this only says where the steps ran out.
  if (s.fuel < 0) chargeSteps(s, 0);
  return instruction(s);
}

function runObserved(s: RenderState, observe: (piece: OutputPiece) => void): void {
  for (let at = 0; at >= 0; ) {
    const start = s.out.length;
    const { program, dot } = s;
    const node = program.nodes[at];
    at = step(s, at);
    const end = s.out.length;
    if (end > start && node !== undefined) {
      // The iterations are gathered from every template under way.
      chargeSteps(s, s.frames.length);
      observe({ node, tree: program.tree, start, end, dot, iterations: iterationsOf(s) });
    }
  }
}

function iterationsOf(s: RenderState): Iteration[] {
  const iterations: Iteration[] = [];
  for (const { loops } of [...s.frames, s]) {
    for (const loop of loops) if (loop !== undefined) iterations.push({ node: loop.node, index: loop.index });
  }
  return iterations;
}

function failureOf(s: RenderState, error: unknown): RenderResult {
  const partial = canonicalText(s.out);
  if (error instanceof RenderFailure) {
    const { message, reason, node, tree, limit } = error;
    return { kind: "error", message, reason, partial, node, tree, ...(limit === undefined ? {} : { limit }) };
  }
  throw error;
}

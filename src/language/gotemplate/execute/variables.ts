import type { VariableNode } from "../syntax/tree.js";
import type { GoValue } from "../values/values.js";
import { fail, type RenderState } from "./state.js";

/** A place where a variable was declared. */
interface Declaration {
  readonly name: string;
  readonly slot: number;
  /**
   * Set when the declaration may be passed over (`and`, `or` stop early): the slot that tells whether it was
   * made. Until then an outer variable of that name is meant, or none.
   */
  readonly flagSlot: number | undefined;
}

/** The variables in sight while a template is compiled, and the slots given out. */
export interface VariableScope {
  /** In the order of declaration, and by name: the innermost last. */
  readonly visible: Declaration[];
  readonly byName: Map<string, Declaration[]>;
  slotCount: number;
  /** Slots of the flags given out inside the `and` or `or` being compiled. */
  flags: number[] | undefined;
}

export function createVariableScope(): VariableScope {
  const scope: VariableScope = { visible: [], byName: new Map(), slotCount: 1, flags: undefined };
  addDeclaration(scope, { name: "$", slot: 0, flagSlot: undefined });
  return scope;
}

function addDeclaration(scope: VariableScope, declaration: Declaration): void {
  scope.visible.push(declaration);
  const same = scope.byName.get(declaration.name);
  if (same === undefined) scope.byName.set(declaration.name, [declaration]);
  else same.push(declaration);
}

export type Assign = (s: RenderState, value: GoValue) => void;

/** Compiles `$name :=`. */
export function declareVariable(scope: VariableScope, name: string): Assign {
  const slot = scope.slotCount++;
  if (scope.flags === undefined) {
    addDeclaration(scope, { name, slot, flagSlot: undefined });
    return (s, value) => {
      s.variables[slot] = value;
    };
  }
  const flagSlot = scope.slotCount++;
  scope.flags.push(flagSlot);
  addDeclaration(scope, { name, slot, flagSlot });
  return (s, value) => {
    s.variables[slot] = value;
    s.variables[flagSlot] = true;
  };
}

/** The declarations that a name may mean here, innermost first, up to the first that is surely made. */
function candidates(scope: VariableScope, name: string): readonly Declaration[] {
  const same = scope.byName.get(name) ?? [];
  const sure = same.findLastIndex((declaration) => declaration.flagSlot === undefined);
  return same.slice(Math.max(sure, 0)).reverse();
}

function chosenSlot(s: RenderState, name: string, choices: readonly Declaration[]): number {
  for (const { slot, flagSlot } of choices) {
    if (flagSlot === undefined || s.variables[flagSlot] === true) return slot;
  }
  return fail(s, `undefined variable: ${name}`);
}

/** Compiles `$name =`. */
export function assignVariable(scope: VariableScope, name: string): Assign {
  const choices = candidates(scope, name);
  return (s, value) => {
    s.variables[chosenSlot(s, name, choices)] = value;
  };
}

/** Compiles the use of a variable. */
export function readVariable(scope: VariableScope, node: VariableNode): (s: RenderState) => GoValue {
  const choices = candidates(scope, node.name);
  const [only] = choices;
  if (only?.flagSlot === undefined && only !== undefined) {
    const { slot } = only;
    return (s) => {
      s.node = node;
      return s.variables[slot];
    };
  }
  return (s) => {
    s.node = node;
    return s.variables[chosenSlot(s, node.name, choices)];
  };
}

export interface OptionalPart<T> {
  readonly result: T;
  /** Forgets the declarations made the time before; undefined when there are none. */
  readonly forget: ((s: RenderState) => void) | undefined;
}

/** Compiles something in which declarations may be passed over. */
export function withOptionalDeclarations<T>(scope: VariableScope, compile: () => T): OptionalPart<T> {
  const outer = scope.flags;
  const flags: number[] = [];
  scope.flags = flags;
  const result = compile();
  scope.flags = outer;
  outer?.push(...flags);
  if (flags.length === 0) return { result, forget: undefined };
  const forget = (s: RenderState): void => {
    for (const slot of flags) s.variables[slot] = false;
  };
  return { result, forget };
}

/** Compiles a block: what it declares ends with it. */
export function inBlock(scope: VariableScope, compile: () => void): void {
  const outside = scope.visible.length;
  compile();
  for (const { name } of scope.visible.splice(outside)) scope.byName.get(name)?.pop();
}

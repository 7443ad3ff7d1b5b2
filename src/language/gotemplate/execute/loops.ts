import { sprintf } from "../format/printf.js";
import type { RangeNode } from "../syntax/tree.js";
import { goInt, goInteger } from "../values/makeValue.js";
import { type MapEntry, sortedEntries } from "../values/maps.js";
import { isInt, isUint, type ScalarType } from "../values/types.js";
import { type GoFunc, type GoValue, tryInteger, typeOf } from "../values/values.js";
import { fail, failAtLimit, type RenderState } from "./state.js";

/** A `range` under way: the entry it stands on and where the next comes from. */
export interface Loop {
  readonly node: RangeNode;
  /** Dot outside the loop. */
  readonly outerDot: GoValue;
  /** Turns begun, minus one. */
  index: number;
  key: GoValue;
  value: GoValue;
  readonly source: LoopSource;
}

type LoopSource =
  | {
      readonly kind: "list";
      readonly items: readonly GoValue[];
      readonly start: number;
      readonly length: number;
    }
  | { readonly kind: "entries"; readonly entries: readonly MapEntry[] }
  | { readonly kind: "count"; readonly type: ScalarType | undefined; readonly length: number }
  | { readonly kind: "queue"; readonly queue: GoValue[] }
  | { readonly kind: "sequence"; readonly iterator: Iterator<readonly GoValue[]>; readonly pairs: boolean };

/** A loop before its first entry; undefined when there can be none. */
export function openLoop(s: RenderState, node: RangeNode, value: GoValue): Loop | undefined {
  const source = sourceOf(s, node, value);
  return source && { node, outerDot: s.dot, index: -1, key: undefined, value: undefined, source };
}

function sourceOf(s: RenderState, node: RangeNode, value: GoValue): LoopSource | undefined {
  if (value === undefined) return undefined;
  if (typeof value === "object") {
    switch (value.kind) {
      case "slice":
        return { kind: "list", items: value.backing ?? [], start: value.start, length: value.length };
      case "array":
        return { kind: "list", items: value.items, start: 0, length: value.items.length };
      case "map":
        return { kind: "entries", entries: sortedEntries(value) };
      case "chan":
        return value.queue && { kind: "queue", queue: value.queue };
      case "func":
        return sequenceOf(s, node, value);
    }
  }
  const type = typeOf(value);
  if (!isInt(type.kind) && !isUint(type.kind)) return fail(s, `range can't iterate over ${shown(s, value)}`);
  if (node.pipe.declarations.length > 1) {
    fail(s, `can't use ${shown(s, value)} to iterate over more than one variable`);
  }
  const length = Number(tryInteger(value) ?? 0n);
  return {
    kind: "count",
    type: typeof value === "object" && value.kind === "integer" ? value.type : undefined,
    length,
  };
}

function sequenceOf(s: RenderState, node: RangeNode, func: GoFunc): LoopSource {
  const { sequence } = func;
  if (sequence === undefined) return fail(s, `range can't iterate over ${shown(s, func)}`);
  const pairs = func.type.parameters[0]?.kind === "func" && func.type.parameters[0].parameters.length === 2;
  if (!pairs && node.pipe.declarations.length > 1) {
    fail(s, `can't use ${shown(s, func)} iterate over more than one variable`);
  }
  return { kind: "sequence", iterator: sequence()[Symbol.iterator](), pairs };
}

/** A value in an error: `%v` of what reflection holds. */
function shown(s: RenderState, value: GoValue): string {
  return sprintf("%v", [value], s.limits);
}

/** Steps to the next entry; false when there is none. */
export function advance(s: RenderState, loop: Loop): boolean {
  const index = ++loop.index;
  const { source } = loop;
  if (index >= s.limits.maxRangeLength)
    failAtLimit(s, "range", `${s.limits.maxRangeLength} turns of a range`);
  switch (source.kind) {
    case "list":
      if (index >= source.length) return false;
      loop.key = index;
      loop.value = source.items[source.start + index];
      return true;
    case "entries": {
      const entry = source.entries[index];
      if (entry === undefined) return false;
      loop.key = entry.key;
      loop.value = entry.value;
      return true;
    }
    case "count":
      if (index >= source.length) return false;
      loop.value = source.type === undefined ? goInt(index) : goInteger(source.type, index);
      return true;
    case "queue":
      if (source.queue.length === 0) return false;
      loop.key = index;
      loop.value = source.queue.shift();
      return true;
    case "sequence":
      return advanceSequence(loop, source.iterator, source.pairs);
  }
}

/** Of a sequence of pairs that is ranged over with one variable, Go passes on the first of each. */
function advanceSequence(loop: Loop, iterator: Iterator<readonly GoValue[]>, pairs: boolean): boolean {
  const step = iterator.next();
  if (step.done) return false;
  const [first, second] = step.value;
  const both = pairs && loop.node.pipe.declarations.length > 1;
  loop.key = both ? first : undefined;
  loop.value = both ? second : first;
  return true;
}

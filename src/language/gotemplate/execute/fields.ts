import { quoteText } from "../text/quote.js";
import { inSlot, zeroOf } from "../values/makeValue.js";
import { readMap } from "../values/maps.js";
import { hasField, isAssignable, readField, tryMethod, tryPlainFieldIndex } from "../values/members.js";
import { type GoType, stringType } from "../values/types.js";
import {
  type GoMap,
  type GoPointer,
  type GoStruct,
  type GoValue,
  indirect,
  typeOf,
} from "../values/values.js";
import { type Call, callFunction, hasArguments } from "./calls.js";
import { fail, type RenderState } from "./state.js";

/** Reads a field without arguments: what nearly all fields in templates are. */
export type FieldReader = (s: RenderState, receiver: GoValue) => GoValue;

/** Compiles the reading of one field, remembering where the last struct type has it. */
export function compileFieldReader(name: string): FieldReader {
  let lastType: GoType | undefined;
  let lastIndex = 0;
  return (s, receiver) => {
    let value = receiver;
    while (typeof value === "object") {
      if (value.kind === "struct") {
        if (value.type === lastType) return value.fields[lastIndex];
        const index = tryPlainFieldIndex(value.type, name);
        if (index === undefined) break;
        lastType = value.type;
        lastIndex = index;
        return value.fields[index];
      }
      if (value.kind === "map") {
        if (value.type.key !== stringType || value.type.methods.size > 0) break;
        const found = value.entries?.get(name);
        if (found === undefined) break;
        return found;
      }
      if (value.kind === "pointer" && value.type.methods.size === 0) value = value.target;
      else if (value.kind === "interface") value = value.value;
      else break;
    }
    return readMember(s, receiver, name, undefined);
  };
}

/** A field, an element of a map, or a call of a method, with Go's errors. */
export function readMember(s: RenderState, receiver: GoValue, name: string, call: Call | undefined): GoValue {
  if (receiver === undefined) {
    if (s.missingKey === "error") fail(s, `nil data; no entry for key ${quoteText(name)}`);
    return undefined;
  }
  const type = typeOf(receiver).text;
  const value = indirect(receiver);
  if (typeof value === "object" && value.kind === "interface")
    fail(s, `nil pointer evaluating ${type}.${name}`);
  const method = tryMethod(value, name);
  if (method !== undefined)
    return callFunction(s, method, name, call ?? { node: s.node, args: [], hasFinal: false });
  if (typeof value === "object") {
    switch (value.kind) {
      case "struct":
        return readStruct(s, value, name, type, call);
      case "map":
        if (isAssignable(stringType, value.type.key)) return readEntry(s, value, name, call);
        break;
      case "pointer":
        if (pointsPastField(value, name)) fail(s, `nil pointer evaluating ${type}.${name}`);
    }
  }
  return cannotEvaluate(s, name, type);
}

function cannotEvaluate(s: RenderState, name: string, type: string): never {
  return fail(s, `can't evaluate field ${name} in type ${type}`);
}

/** A nil pointer, unless it is to a struct that has no such field at all. */
function pointsPastField(pointer: GoPointer, name: string): boolean {
  const { elem } = pointer.type;
  return elem.kind !== "struct" || hasField(elem, name);
}

function readStruct(
  s: RenderState,
  struct: GoStruct,
  name: string,
  type: string,
  call: Call | undefined,
): GoValue {
  const reading = readField(struct, name);
  switch (reading.kind) {
    case "absent":
      return cannotEvaluate(s, name, type);
    case "unexported":
      return fail(s, `${name} is an unexported field of struct type ${type}`);
    case "failed":
      return fail(s, reading.message);
    case "value":
      if (hasArguments(call)) fail(s, `${name} has arguments but cannot be invoked as function`);
      return reading.value;
  }
}

function readEntry(s: RenderState, map: GoMap, name: string, call: Call | undefined): GoValue {
  if (hasArguments(call)) fail(s, `${name} is not a method but has arguments`);
  const found = readMap(map, inSlot(map.type.key, name));
  if (found !== undefined) return found;
  if (s.missingKey === "error") fail(s, `map has no entry for key ${quoteText(name)}`);
  return s.missingKey === "zero" ? zeroOf(map.type.elem) : undefined;
}

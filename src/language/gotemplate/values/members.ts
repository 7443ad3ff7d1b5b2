import { goPointer } from "./makeValue.js";
import {
  type FuncType,
  type GoMethod,
  type GoType,
  type InterfaceType,
  isExported,
  type StructField,
  sameType,
} from "./types.js";
import { GoFailure, type GoPointer, type GoStruct, type GoValue, isNil, typeOf } from "./values.js";

/** What a name means on a type: one of its own members, or one of an embedded struct, `path` fields deep. */
type Member =
  | {
      readonly kind: "method";
      readonly path: readonly number[];
      readonly method: GoMethod;
      readonly throughPointer: boolean;
    }
  | { readonly kind: "field"; readonly path: readonly number[]; readonly field: StructField };

const known = new WeakMap<GoType, Map<string, Member | undefined>>();

function memberOf(type: GoType, name: string): Member | undefined {
  const members = known.get(type) ?? new Map<string, Member | undefined>();
  known.set(type, members);
  if (members.has(name)) return members.get(name);
  const member = findMember(type, name);
  members.set(name, member);
  return member;
}

interface Place {
  readonly type: GoType;
  readonly path: readonly number[];
  readonly throughPointer: boolean;
}

/** Breadth first: the member that is embedded least deep wins. */
function findMember(start: GoType, name: string): Member | undefined {
  const seen = new Set<string>();
  let level: Place[] = [{ type: start, path: [], throughPointer: false }];
  while (level.length > 0) {
    const deeper: Place[] = [];
    for (const place of level) {
      if (seen.has(place.type.text)) continue;
      seen.add(place.type.text);
      const found = ownMember(place, name);
      if (found !== undefined) return found;
      deeper.push(...embeddedPlaces(place));
    }
    level = deeper;
  }
  return undefined;
}

function ownMember({ type, path, throughPointer }: Place, name: string): Member | undefined {
  const method = type.methods.get(name);
  if (method !== undefined) return { kind: "method", path, method, throughPointer };
  if (type.kind !== "struct") return undefined;
  const index = type.fields.findIndex((field) => field.name === name);
  const field = type.fields[index];
  return field === undefined ? undefined : { kind: "field", path: [...path, index], field };
}

function embeddedPlaces({ type, path, throughPointer }: Place): Place[] {
  if (type.kind !== "struct") return [];
  return type.fields.flatMap((field, i) => {
    if (!field.embedded) return [];
    const inner = field.type.kind === "pointer" ? field.type.elem : field.type;
    return [{ type: inner, path: [...path, i], throughPointer: throughPointer || inner !== field.type }];
  });
}

/** A method with its receiver. */
export interface BoundMethod {
  readonly type: FuncType;
  readonly call: (args: readonly GoValue[]) => GoValue;
}

/** The method of a value, as far as its method set goes: pointer methods need a pointer or an address. */
export function tryMethod(value: GoValue, name: string): BoundMethod | undefined {
  if (typeof value !== "object" || value.kind === "interface") return undefined;
  const base = value.kind === "pointer" ? value.type.elem : value.type;
  const member = memberOf(base, name);
  if (member?.kind !== "method") return undefined;
  const { method, path } = member;
  if (method.onPointer && !member.throughPointer && value.kind !== "pointer" && !hasAddress(value))
    return undefined;
  return { type: method.type, call: (args) => method.call(receiverOf(value, path, method), args) };
}

function hasAddress(value: GoValue): boolean {
  return typeof value === "object" && "addressable" in value && value.addressable === true;
}

function receiverOf(value: GoValue, path: readonly number[], method: GoMethod): GoValue {
  let receiver: GoValue = value;
  for (const index of path) {
    const struct = dereference(receiver);
    receiver = struct.fields[index];
  }
  const pointer = typeof receiver === "object" && receiver.kind === "pointer" ? receiver : undefined;
  if (method.onPointer) return pointer ?? (receiver === undefined ? undefined : goPointer(receiver));
  if (pointer === undefined) return receiver;
  if (pointer.target === undefined) throw new GoFailure(nilReceiver(pointer, method));
  return pointer.target;
}

function nilReceiver(pointer: GoPointer, method: GoMethod): string {
  const type = pointer.type.elem.text;
  const short = type.slice(type.lastIndexOf(".") + 1);
  return `value method ${type}.${method.name} called using nil *${short} pointer`;
}

function dereference(value: GoValue): GoStruct {
  const target = typeof value === "object" && value.kind === "pointer" ? value.target : value;
  if (typeof target === "object" && target.kind === "struct") return target;
  throw new GoFailure("runtime error: invalid memory address or nil pointer dereference");
}

export type FieldReading =
  | { readonly kind: "value"; readonly value: GoValue }
  | { readonly kind: "unexported" }
  | { readonly kind: "failed"; readonly message: string }
  | { readonly kind: "absent" };

const absent: FieldReading = { kind: "absent" };

/** The field of a struct, its own or an embedded struct's. */
export function readField(struct: GoStruct, name: string): FieldReading {
  const member = memberOf(struct.type, name);
  if (member?.kind !== "field") return absent;
  if (!isExported(name)) return { kind: "unexported" };
  let value: GoValue = struct;
  for (const index of member.path) {
    if (isNil(value)) {
      const name = typeof value === "object" && value.kind === "pointer" ? value.type.elem.text : "";
      const message = `reflect: indirection through nil pointer to embedded struct field ${name.slice(name.lastIndexOf(".") + 1)}`;
      return { kind: "failed", message };
    }
    value = dereference(value).fields[index];
  }
  return { kind: "value", value };
}

/** Index of a plain field of the struct itself: what a fast path can remember. */
export function tryPlainFieldIndex(type: GoType, name: string): number | undefined {
  const member = memberOf(type, name);
  return member?.kind === "field" && member.path.length === 1 && isExported(name)
    ? member.path[0]
    : undefined;
}

export function hasField(type: GoType, name: string): boolean {
  return memberOf(type, name)?.kind === "field";
}

/** Whether a type's method set has all that an interface asks for. */
export function implementsInterface(type: GoType, wanted: InterfaceType): boolean {
  for (const [name, signature] of wanted.required) if (!hasMethod(type, name, signature)) return false;
  return true;
}

function hasMethod(type: GoType, name: string, signature: FuncType): boolean {
  if (type.kind === "interface") {
    const required = type.required.get(name);
    return required !== undefined && sameType(required, signature);
  }
  const isPointer = type.kind === "pointer";
  const member = memberOf(isPointer ? type.elem : type, name);
  if (member?.kind !== "method" || !sameType(member.method.type, signature)) return false;
  return isPointer || member.throughPointer || !member.method.onPointer;
}

/** Whether `v = value` compiles for a variable of type `to`. */
export function isAssignable(from: GoType, to: GoType): boolean {
  if (sameType(from, to)) return true;
  if (to.kind === "interface") return implementsInterface(from, to);
  const oneUnnamed = !isDefined(from) || !isDefined(to);
  return oneUnnamed && from.kind === to.kind && from.underlying === to.underlying;
}

/** Defined types, the predeclared ones among them, are never alike without conversion. */
function isDefined(type: GoType): boolean {
  return (
    type.text !== type.underlying ||
    !["slice", "array", "map", "struct", "pointer", "func", "chan"].includes(type.kind)
  );
}

export function valueImplements(value: GoValue, wanted: InterfaceType): boolean {
  return value !== undefined && implementsInterface(typeOf(value), wanted);
}

import type { GoValue } from "./values.js";

export type IntKind = "int" | "int8" | "int16" | "int32" | "int64";
export type UintKind = "uint" | "uint8" | "uint16" | "uint32" | "uint64" | "uintptr";
export type FloatKind = "float32" | "float64";
export type ComplexKind = "complex64" | "complex128";
export type ScalarKind = IntKind | UintKind | FloatKind | ComplexKind | "bool" | "string";

interface TypeBase {
  /** As `%T` shows it: `int`, `[]string`, `map[string]interface {}`, `main.Person`. */
  readonly text: string;
  /** Text of the type underneath a defined one; else the same text. */
  readonly underlying: string;
  /** Methods of the value and of a pointer to it, by name. */
  readonly methods: ReadonlyMap<string, GoMethod>;
  /** Takes over all printing with verbs (`fmt.Formatter`). */
  readonly format?: ((receiver: GoValue, verb: string) => string) | undefined;
  /** Its own JSON text (`json.Marshaler`). */
  readonly marshalJson?: ((receiver: GoValue) => string) | undefined;
}

export interface ScalarType extends TypeBase {
  readonly kind: ScalarKind;
}

export interface SliceType extends TypeBase {
  readonly kind: "slice";
  readonly elem: GoType;
}

export interface ArrayType extends TypeBase {
  readonly kind: "array";
  readonly elem: GoType;
  readonly length: number;
}

export interface MapType extends TypeBase {
  readonly kind: "map";
  readonly key: GoType;
  readonly elem: GoType;
}

export interface StructField {
  readonly name: string;
  readonly type: GoType;
  /** Its fields and methods are the struct's too. */
  readonly embedded?: boolean;
  /** What its `json:"…"` tag says. */
  readonly json?: JsonTag;
}

export interface JsonTag {
  readonly name?: string;
  readonly omitEmpty?: boolean;
  /** `json:"-"` */
  readonly omitted?: boolean;
}

export interface StructType extends TypeBase {
  readonly kind: "struct";
  readonly fields: readonly StructField[];
}

export interface PointerType extends TypeBase {
  readonly kind: "pointer";
  readonly elem: GoType;
}

export interface InterfaceType extends TypeBase {
  readonly kind: "interface";
  /** Method names with their signatures, all of which a value must have. */
  readonly required: ReadonlyMap<string, FuncType>;
}

export interface FuncType extends TypeBase {
  readonly kind: "func";
  readonly parameters: readonly GoType[];
  /** The last parameter, a slice, takes all further arguments. */
  readonly variadic: boolean;
  readonly results: readonly GoType[];
}

export interface ChanType extends TypeBase {
  readonly kind: "chan";
  readonly elem: GoType;
}

/** `reflect.Value` as a parameter: any value as it is, invalid ones included. Only predeclared functions have it. */
export interface ReflectValueType extends TypeBase {
  readonly kind: "reflectValue";
}

export type GoType =
  | ScalarType
  | SliceType
  | ArrayType
  | MapType
  | StructType
  | PointerType
  | InterfaceType
  | FuncType
  | ChanType
  | ReflectValueType;

export interface GoMethod {
  readonly name: string;
  readonly type: FuncType;
  /** Declared on the pointer: only what has an address can call it, and the receiver passed is the pointer. */
  readonly onPointer: boolean;
  /** Throws a `GoFailure` for a non-nil error or a panic. */
  readonly call: (receiver: GoValue, args: readonly GoValue[]) => GoValue;
}

const noMethods: ReadonlyMap<string, GoMethod> = new Map();

function unnamed<K extends string>(kind: K, text: string) {
  return { kind, text, underlying: text, methods: noMethods };
}

function scalar(kind: ScalarKind): ScalarType {
  return unnamed(kind, kind);
}

export const boolType = scalar("bool");
export const stringType = scalar("string");
export const intType = scalar("int");
export const float64Type = scalar("float64");
export const complex128Type = scalar("complex128");
export const uint8Type = scalar("uint8");
export const int32Type = scalar("int32");

const scalars: ReadonlyMap<string, ScalarType> = new Map(
  [
    boolType,
    stringType,
    intType,
    float64Type,
    complex128Type,
    uint8Type,
    int32Type,
    ...(["int8", "int16", "int64", "uint", "uint16", "uint32", "uint64", "uintptr"] as const).map(scalar),
    ...(["float32", "complex64"] as const).map(scalar),
  ].map((type) => [type.kind, type]),
);

export function scalarType(kind: ScalarKind): ScalarType {
  return scalars.get(kind) ?? scalar(kind);
}

export const anyType: InterfaceType = { ...unnamed("interface", "interface {}"), required: new Map() };

export const reflectValueType: ReflectValueType = unnamed("reflectValue", "reflect.Value");

export function sliceOf(elem: GoType): SliceType {
  return { ...unnamed("slice", `[]${elem.text}`), elem };
}

export function arrayOf(length: number, elem: GoType): ArrayType {
  return { ...unnamed("array", `[${length}]${elem.text}`), elem, length };
}

export function mapOf(key: GoType, elem: GoType): MapType {
  return { ...unnamed("map", `map[${key.text}]${elem.text}`), key, elem };
}

export function chanOf(elem: GoType): ChanType {
  return { ...unnamed("chan", `chan ${elem.text}`), elem };
}

export function structOf(fields: readonly StructField[]): StructType {
  const inside = fields
    .map((field) => `${field.embedded ? "" : `${field.name} `}${field.type.text}`)
    .join("; ");
  return { ...unnamed("struct", fields.length === 0 ? "struct {}" : `struct { ${inside} }`), fields };
}

const pointers = new WeakMap<GoType, PointerType>();

export function pointerTo(elem: GoType): PointerType {
  const known = pointers.get(elem);
  if (known !== undefined) return known;
  const type: PointerType = { ...unnamed("pointer", `*${elem.text}`), elem };
  pointers.set(elem, type);
  return type;
}

export interface Signature {
  readonly parameters?: readonly GoType[];
  readonly variadic?: boolean;
  readonly results: readonly GoType[];
}

export function funcOf({ parameters = [], variadic = false, results }: Signature): FuncType {
  const ins = parameters.map((type, i) =>
    variadic && i === parameters.length - 1 && type.kind === "slice" ? `...${type.elem.text}` : type.text,
  );
  const outs = results.map((type) => type.text).join(", ");
  const text = `func(${ins.join(", ")})${results.length === 0 ? "" : results.length === 1 ? ` ${outs}` : ` (${outs})`}`;
  return { ...unnamed("func", text), parameters, variadic, results };
}

export const stringMethodType = funcOf({ results: [stringType] });

export function interfaceOf(text: string, required: Readonly<Record<string, FuncType>>): InterfaceType {
  return { ...unnamed("interface", text), required: new Map(Object.entries(required)) };
}

export const errorType: InterfaceType = interfaceOf("error", { Error: stringMethodType });

export interface TypeDefinition {
  readonly methods?: readonly GoMethod[];
  readonly format?: (receiver: GoValue, verb: string) => string;
  readonly marshalJson?: (receiver: GoValue) => string;
}

/** `type Name underlying`. */
export function defineType<T extends GoType>(
  name: string,
  underlying: T,
  definition: TypeDefinition = {},
): T {
  return {
    ...underlying,
    text: name,
    underlying: underlying.underlying,
    methods: methodsByName(definition.methods),
    format: definition.format,
    marshalJson: definition.marshalJson,
  };
}

export interface StructDefinition extends TypeDefinition {
  readonly fields: readonly StructField[];
}

/** A defined struct whose fields and methods may name the struct itself (`Boss *Person`): read when first used. */
export function defineStruct(name: string, define: (self: StructType) => StructDefinition): StructType {
  let definition: StructDefinition | undefined;
  let methods: ReadonlyMap<string, GoMethod> | undefined;
  const read = () => {
    definition ??= define(self);
    return definition;
  };
  const self: StructType = {
    kind: "struct",
    text: name,
    underlying: `struct ${name}`,
    get fields() {
      return read().fields;
    },
    get methods() {
      methods ??= methodsByName(read().methods);
      return methods;
    },
    get format() {
      return read().format;
    },
    get marshalJson() {
      return read().marshalJson;
    },
  };
  return self;
}

function methodsByName(methods: readonly GoMethod[] = []): ReadonlyMap<string, GoMethod> {
  return new Map(methods.map((method) => [method.name, method]));
}

export function sameType(a: GoType, b: GoType): boolean {
  return a === b || a.text === b.text;
}

export function isInt(kind: GoType["kind"]): kind is IntKind {
  return kind === "int" || kind === "int8" || kind === "int16" || kind === "int32" || kind === "int64";
}

export function isUint(kind: GoType["kind"]): kind is UintKind {
  return kind.startsWith("uint");
}

/** Whether an untyped nil can stand for a value of the type. */
export function canBeNil(type: GoType): boolean {
  switch (type.kind) {
    case "chan":
    case "func":
    case "interface":
    case "map":
    case "pointer":
    case "slice":
    case "reflectValue":
      return true;
    default:
      return false;
  }
}

export function isExported(name: string): boolean {
  return /^\p{Lu}/u.test(name);
}

/** Whether values of the type can be compared with `==`. */
export function isComparable(type: GoType): boolean {
  switch (type.kind) {
    case "slice":
    case "map":
    case "func":
      return false;
    case "array":
      return isComparable(type.elem);
    case "struct":
      return type.fields.every((field) => isComparable(field.type));
    default:
      return true;
  }
}

import {
  anyType,
  arrayOf,
  boolType,
  defaultRenderLimits,
  defineStruct,
  defineType,
  errorType,
  float64Type,
  funcOf,
  GoFailure,
  type GoMethod,
  type GoStruct,
  type GoType,
  type GoValue,
  goPointer,
  interfaceOf,
  intType,
  mapOf,
  pointerTo,
  type Signature,
  type StructField,
  scalarType,
  sliceOf,
  sprintf,
  stringMethodType,
  stringType,
  tryInteger,
  tryPrintJson,
  tryText,
  uint8Type,
} from "../../../src/language/gotemplate/index.js";

/** The defined types of the goldens' convention (fixtures/gotemplate), with their methods. */

function method(name: string, signature: Signature, call: GoMethod["call"]): GoMethod {
  return { name, type: funcOf(signature), onPointer: false, call };
}

function textMethod(name: string, call: (receiver: GoValue) => string, onPointer = false): GoMethod {
  return { name, type: stringMethodType, onPointer, call };
}

function fields(types: Readonly<Record<string, GoType>>): StructField[] {
  return Object.entries(types).map(([name, type]) => ({ name, type }));
}

function structIn(value: GoValue): GoStruct {
  const target = typeof value === "object" && value.kind === "pointer" ? value.target : value;
  if (typeof target === "object" && target.kind === "struct") return target;
  throw new GoFailure("runtime error: invalid memory address or nil pointer dereference");
}

function fieldOf(value: GoValue, name: string): GoValue {
  const struct = structIn(value);
  return struct.fields[struct.type.fields.findIndex((field) => field.name === name)];
}

export function textOf(value: GoValue): string {
  return tryText(value) ?? "";
}

export function numberOf(value: GoValue): number {
  return Number(tryInteger(value) ?? 0n);
}

function fail(message: string): never {
  throw new GoFailure(message);
}

const nameOf = (person: GoValue) => textOf(fieldOf(person, "Name"));

export const personType = defineStruct("main.Person", (self) => ({
  fields: fields({
    Name: stringType,
    Age: intType,
    Email: pointerTo(stringType),
    Tags: sliceOf(stringType),
    Meta: mapOf(stringType, anyType),
    Boss: pointerTo(self),
    private: intType,
  }),
  methods: [
    textMethod("Greet", (p) => `hi ${nameOf(p)}`),
    textMethod("PtrGreet", (p) => `ptr ${nameOf(p)}`, true),
    method(
      "Hello",
      { parameters: [stringType], results: [stringType] },
      (p, [s]) => `${textOf(s)}, ${nameOf(p)}`,
    ),
    method("Fail", { results: [stringType, errorType] }, () => fail("person failed")),
    method("Ok", { results: [stringType, errorType] }, () => "fine"),
    method("Add", { parameters: [intType, intType], results: [intType] }, (p, [a, b]) => {
      return numberOf(fieldOf(p, "Age")) + numberOf(a) + numberOf(b);
    }),
    method(
      "Join",
      { parameters: [stringType, sliceOf(stringType)], variadic: true, results: [stringType] },
      (p, [separator, ...parts]) => [fieldOf(p, "Name"), ...parts].map(textOf).join(textOf(separator)),
    ),
    method("Panics", { results: [stringType] }, () => fail("person panicked")),
    method("Two", { results: [intType, intType] }, () => 1),
    method("Self", { results: [self] }, (p) => structIn(p)),
    method("F", { parameters: [float64Type], results: [float64Type] }, (_, [x]) => x),
    method("U8", { parameters: [uint8Type], results: [uint8Type] }, (_, [x]) => x),
    method("Any", { parameters: [anyType], results: [stringType] }, (_, [x]) =>
      sprintf("%T", [x], defaultRenderLimits),
    ),
  ],
}));

const colors = ["red", "green", "blue"];

function colorName(color: GoValue): string {
  const index = numberOf(color);
  const range = index < 0 ? `[${index}]` : `[${index}] with length ${colors.length}`;
  return colors[index] ?? fail(`runtime error: index out of range ${range}`);
}

const colorType = defineType("main.Color", intType, { methods: [textMethod("String", colorName)] });

const codedType = defineStruct("main.Coded", () => ({
  fields: fields({ Code: intType }),
  methods: [textMethod("Error", (value) => `code ${numberOf(fieldOf(value, "Code"))}`)],
}));

const callType = defineStruct("main.Call", () => ({
  fields: fields({ Name: stringType, Args: mapOf(stringType, anyType) }),
}));

const greeterType = interfaceOf("main.Iface", { Greet: stringMethodType });

const types: readonly GoType[] = [
  personType,
  colorType,
  codedType,
  callType,
  greeterType,
  defineType("main.Celsius", float64Type),
  defineType("main.MyStr", stringType),
  defineType("main.MyBool", boolType),
  defineType("main.Tools", sliceOf(stringType), {
    methods: [textMethod("String", (value) => tryPrintJson(value) ?? "")],
  }),
  defineStruct("main.Emb", () => ({
    fields: [{ name: "Person", type: personType, embedded: true }, ...fields({ Extra: stringType })],
  })),
  defineStruct("main.GS", () => ({
    fields: fields({ X: intType, Y: stringType }),
    methods: [textMethod("GoString", () => "GS!")],
  })),
  defineStruct("main.Fm", () => ({
    fields: fields({ A: intType }),
    format: (value, verb) => `<${verb}:${numberOf(fieldOf(value, "A"))}>`,
  })),
  defineStruct("main.PS", () => ({
    fields: fields({ A: stringType }),
    methods: [textMethod("String", (value) => `PS(${textOf(fieldOf(value, "A"))})`, true)],
  })),
  defineStruct("main.Msg", () => ({
    fields: fields({
      Role: stringType,
      Content: stringType,
      ToolCalls: sliceOf(callType),
      Images: sliceOf(sliceOf(scalarType("uint8"))),
    }),
  })),
  defineStruct("main.Holder", () => ({
    fields: fields({
      I: anyType,
      P: pointerTo(personType),
      S: sliceOf(intType),
      M: mapOf(stringType, intType),
      F: funcOf({ parameters: [intType], results: [intType] }),
      E: errorType,
      G: greeterType,
      Arr: arrayOf(3, intType),
    }),
  })),
];

const byName = new Map(types.map((type) => [type.text, type]));

export function tryNamedType(name: string): GoType | undefined {
  return byName.get(name);
}

export function codedError(code: number): GoValue {
  return { kind: "struct", type: codedType, fields: [code] };
}

const errorStringType = defineStruct("errors.errorString", () => ({
  fields: fields({ s: stringType }),
  methods: [textMethod("Error", (value) => textOf(fieldOf(value, "s")), true)],
}));

/** `errors.New`. */
export function newError(message: string): GoValue {
  return goPointer({ kind: "struct", type: errorStringType, fields: [message] });
}

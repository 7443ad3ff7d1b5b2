import {
  defaultRenderLimits,
  defineType,
  encodeGoText,
  errorType,
  type FuncType,
  GoFailure,
  type GoFunc,
  type GoType,
  type GoValue,
  goBytes,
  goFloat64,
  goInteger,
  goList,
  goMap,
  goMapOf,
  goSlice,
  inSlot,
  int32Type,
  intType,
  isNil,
  mapOf,
  sliceOf,
  sprintf,
  stringType,
  tryBool,
  tryPrintJson,
} from "../../../src/language/gotemplate/index.js";
import { parseGoType } from "./goTypes.js";
import { codedError, numberOf, personType, textOf, tryNamedType } from "./namedTypes.js";

/** The functions of the goldens' convention (fixtures/gotemplate). */

type Implementation = (...args: GoValue[]) => GoValue;

function func(signature: string, call: Implementation): GoFunc {
  const type = parseGoType(signature, tryNamedType);
  if (type.kind !== "func") throw new Error(`not a function: ${signature}`);
  return { kind: "func", type, call: (args) => call(...args) };
}

function fail(message: string): never {
  throw new GoFailure(message);
}

function typeOfArgument(value: GoValue): string {
  return sprintf("%T", [value], defaultRenderLimits);
}

/** `iter.Seq[int]` and `iter.Seq2[string,int]`: functions that take a `yield`. */
function sequence(name: string, yields: string, entries: () => Iterable<readonly GoValue[]>): GoFunc {
  const type = parseGoType(`func(func(${yields}) bool)`, tryNamedType) as FuncType;
  return { kind: "func", type: defineType(name, type), call: () => undefined, sequence: entries };
}

function* numbers(count: number): Iterable<readonly GoValue[]> {
  for (let i = 0; i < count; i++) yield [i];
}

function* namedNumbers(count: number): Iterable<readonly GoValue[]> {
  for (let i = 0; i < count; i++) yield [`k${i}`, i];
}

const seqType = sequence("iter.Seq[int]", "int", () => []).type;
const seq2Type = sequence("iter.Seq2[string,int]", "string, int", () => []).type;

function makeSequence(result: GoType, make: (count: number) => GoFunc): GoFunc {
  const type = parseGoType("func(int) any", tryNamedType) as FuncType;
  return {
    kind: "func",
    type: { ...type, text: `func(int) ${result.text}`, results: [result] },
    call: ([n]) => make(numberOf(n)),
  };
}

const square = func("func(int) int", (n) => numberOf(n) * numberOf(n));

function runesOf(text: string): GoValue {
  const runes = Array.from(text, (c) => {
    const code = c.codePointAt(0) ?? 0;
    return goInteger(int32Type, code >= 0xd800 && code < 0xe000 ? 0xfffd : code);
  });
  return goSlice(sliceOf(int32Type), runes);
}

function pairsOf(values: readonly GoValue[]): [string, GoValue][] {
  const pairs: [string, GoValue][] = [];
  for (let i = 0; i + 1 < values.length; i += 2) pairs.push([textOf(values[i]), values[i + 1]]);
  return pairs;
}

const floatOf = (value: GoValue) => (typeof value === "object" && value.kind === "float" ? value.value : 0);

/** Go's ToUpper maps rune by rune: what becomes several characters in JavaScript stays as it is or is special. */
function mapRunes(text: string, map: (rune: string) => string): string {
  return Array.from(text, (rune) => {
    const mapped = map(rune);
    return Array.from(mapped).length === 1 ? mapped : rune;
  }).join("");
}

const entries: readonly (readonly [string, GoFunc])[] = [
  ["upper", func("func(string) string", (s) => mapRunes(textOf(s), (r) => r.toUpperCase()))],
  [
    "lower",
    func("func(string) string", (s) => mapRunes(textOf(s), (r) => (r === "\u0130" ? "i" : r.toLowerCase()))),
  ],
  ["add", func("func(int, int) int", (a, b) => numberOf(a) + numberOf(b))],
  ["sum", func("func(...int) int", (...xs) => xs.reduce<number>((total, x) => total + numberOf(x), 0))],
  ["fail", func("func() (string, error)", () => fail("failed on purpose"))],
  ["boom", func("func() string", () => fail("boom"))],
  ["boomerr", func("func() string", () => fail("boom error"))],
  ["list", func("func(...any) []any", (...xs) => goList(xs))],
  ["dict", func("func(...any) map[string]any", (...xs) => goMap(pairsOf(xs)))],
  ["nilv", func("func() any", () => undefined)],
  [
    "nilptr",
    func("func() *main.Person", () => ({
      kind: "pointer",
      type: pointerType(personType),
      target: undefined,
    })),
  ],
  ["typeof", func("func(any) string", typeOfArgument)],
  [
    "joins",
    func("func(string, ...string) string", (separator, ...xs) => xs.map(textOf).join(textOf(separator))),
  ],
  ["opt", func("func(string, *int) string", (s, p) => `${textOf(s)}${isNil(p)}`)],
  ["half", func("func(float64) float64", (x) => goFloat64(floatOf(x) / 2))],
  ["u8", func("func(uint8) string", (n) => `u8:${numberOf(n)}`)],
  ["i64", func("func(int64) string", (n) => `i64:${numberOf(n)}`)],
  ["isb", func("func(bool) string", (b) => `b:${tryBool(b)}`)],
  ["runes", func("func(string) []int32", (s) => runesOf(textOf(s)))],
  ["bytes", func("func(string) []uint8", (s) => goBytes(encodeGoText(textOf(s))))],
  [
    "mapsi",
    func("func() map[string]int", () =>
      goMapOf(mapOf(stringType, intType), [
        ["b", 2],
        ["a", 1],
      ]),
    ),
  ],
  ["seq", makeSequence(seqType, (n) => sequence("iter.Seq[int]", "int", () => numbers(n)))],
  [
    "seq2",
    makeSequence(seq2Type, (n) => sequence("iter.Seq2[string,int]", "string, int", () => namedNumbers(n))),
  ],
  ["fn", func("func() func(int) int", () => square)],
  ["cplx", func("func(complex128) complex128", (c) => c)],
  ["json", func("func(any) string", (x) => tryPrintJson(x) ?? "")],
  ["errv", func("func() error", () => inSlot(errorType, codedError(7)))],
  ["void1", func("func(any) string", (x) => (x === undefined ? "nil" : "notnil"))],
];

function pointerType(elem: GoType) {
  const type = parseGoType(`*${elem.text}`, tryNamedType);
  if (type.kind !== "pointer") throw new Error("not a pointer");
  return type;
}

export const goldenFunctions: ReadonlyMap<string, GoFunc> = new Map(entries);

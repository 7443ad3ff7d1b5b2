import {
  anyType,
  arrayOf,
  chanOf,
  errorType,
  funcOf,
  type GoType,
  mapOf,
  pointerTo,
  type ScalarKind,
  scalarType,
  sliceOf,
  structOf,
} from "../../../src/language/gotemplate/index.js";

const scalarNames = new Set(
  "bool string int int8 int16 int32 int64 uint uint8 uint16 uint32 uint64 uintptr float32 float64 complex64 complex128".split(
    " ",
  ),
);

/** Reads a type in Go syntax: `map[string][]*main.Person`, `func(int, ...string) (any, error)`. */
export function parseGoType(text: string, named: (name: string) => GoType | undefined): GoType {
  const reader = { text, at: 0, named };
  const type = readType(reader);
  if (reader.at !== text.length) throw new Error(`more than a type: ${text}`);
  return type;
}

interface Reader {
  readonly text: string;
  at: number;
  readonly named: (name: string) => GoType | undefined;
}

function take(r: Reader, token: string): boolean {
  if (!r.text.startsWith(token, r.at)) return false;
  r.at += token.length;
  return true;
}

function need(r: Reader, token: string): void {
  if (!take(r, token)) throw new Error(`expected ${token} at ${r.at} in ${r.text}`);
}

function readType(r: Reader): GoType {
  if (take(r, "[]")) return sliceOf(readType(r));
  if (take(r, "*")) return pointerTo(readType(r));
  if (take(r, "map[")) {
    const key = readType(r);
    need(r, "]");
    return mapOf(key, readType(r));
  }
  if (take(r, "[")) {
    const close = r.text.indexOf("]", r.at);
    const length = Number(r.text.slice(r.at, close));
    r.at = close + 1;
    return arrayOf(length, readType(r));
  }
  if (take(r, "chan ")) return chanOf(readType(r));
  if (take(r, "interface {}") || take(r, "interface{}")) return anyType;
  if (take(r, "struct{}")) return structOf([]);
  if (take(r, "func(")) return readFunc(r);
  return readName(r);
}

function readName(r: Reader): GoType {
  const name = /^[\w.]+/.exec(r.text.slice(r.at))?.[0] ?? "";
  r.at += name.length;
  if (name === "any") return anyType;
  if (name === "error") return errorType;
  if (name === "byte") return scalarType("uint8");
  if (name === "rune") return scalarType("int32");
  if (scalarNames.has(name)) return scalarType(name as ScalarKind);
  const type = r.named(name);
  if (type === undefined) throw new Error(`unknown type ${name} in ${r.text}`);
  return type;
}

function readFunc(r: Reader): GoType {
  const parameters: GoType[] = [];
  let variadic = false;
  while (!take(r, ")")) {
    if (parameters.length > 0) need(r, ", ");
    variadic = take(r, "...");
    const type = readType(r);
    parameters.push(variadic ? sliceOf(type) : type);
  }
  const results: GoType[] = [];
  if (take(r, " (")) {
    while (!take(r, ")")) {
      if (results.length > 0) need(r, ", ");
      results.push(readType(r));
    }
  } else if (take(r, " ")) results.push(readType(r));
  return funcOf({ parameters, variadic, results });
}

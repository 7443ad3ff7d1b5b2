import { getNodeValue, type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import type { Diagnostic, Severity } from "../diagnostics/diagnostic.js";
import { didYouMean } from "../diagnostics/didYouMean.js";
import { tryParseOllamaRange } from "../lint/ollamaVersion.js";
import { rules, tryFindRule } from "../lint/rules.js";
import { openSource, type SourceFile } from "../text/sourceFile.js";
import {
  type Configuration,
  configurationKeys,
  type FileSelection,
  fileKeys,
  type LintSettings,
  lintKeys,
  type Override,
  overrideKeys,
  severities,
} from "./configuration.js";

export interface ParsedConfiguration {
  readonly source: SourceFile;
  readonly configuration: Configuration;
  /** Errors make the configuration unusable; a user is never left with half of one. */
  readonly diagnostics: readonly Diagnostic[];
}

/** A configuration is small; a larger file was named by mistake. */
const maxSizeBytes = 1 << 20;

/** Reads mf.json or mf.jsonc: data only, comments allowed, every problem with its place. */
export function parseConfiguration(input: string | Uint8Array, path: string): ParsedConfiguration {
  const source = openSource(input.length > maxSizeBytes ? "" : input, path);
  const reader = createReader();
  if (input.length > maxSizeBytes) {
    reader.report(undefined, `a configuration larger than ${maxSizeBytes} bytes is not read`);
  }
  const text = source.hasBom ? source.text.slice(1).padStart(source.text.length, " ") : source.text;
  const errors: ParseError[] = [];
  const root = text.trim() === "" ? undefined : parseTree(text, errors, { allowTrailingComma: true });
  for (const { error, offset, length } of errors.slice(0, 20)) {
    const span = { start: offset, end: offset + length };
    reader.reportAt(span, `not valid JSON: ${describeParseError(printParseErrorCode(error))}`);
  }
  return { source, configuration: readRoot(reader, root), diagnostics: reader.diagnostics };
}

function describeParseError(code: string): string {
  return code.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).trim();
}

interface Reader {
  readonly diagnostics: Diagnostic[];
  report(node: Node | undefined, message: string): void;
  reportAt(span: { start: number; end: number }, message: string): void;
}

function createReader(): Reader {
  const diagnostics: Diagnostic[] = [];
  const reportAt: Reader["reportAt"] = (span, message) => {
    diagnostics.push({ code: "configuration", rule: "configuration", severity: "error", message, span });
  };
  return {
    diagnostics,
    reportAt,
    report: (node, message) =>
      reportAt(node ? { start: node.offset, end: node.offset + node.length } : { start: 0, end: 0 }, message),
  };
}

function readRoot(reader: Reader, root: Node | undefined): Configuration {
  const fields = readObject(reader, root, configurationKeys, "a configuration");
  const ollama = readString(reader, fields.get("ollama"));
  if (ollama !== undefined && !tryParseOllamaRange(ollama)) {
    reader.report(
      fields.get("ollama"),
      `"${ollama}" is not a version such as "0.33" or a range such as ">=0.12"`,
    );
  }
  return {
    extends: readExtends(reader, fields.get("extends")),
    ...(ollama === undefined ? {} : { ollama }),
    files: readFiles(reader, fields.get("files")),
    lint: readLint(reader, fields.get("lint")),
    overrides: readArray(reader, fields.get("overrides")).map((node) => readOverride(reader, node)),
  };
}

function readExtends(reader: Reader, node: Node | undefined): readonly string[] {
  return node?.type === "string" ? [getNodeValue(node) as string] : (readStrings(reader, node) ?? []);
}

function readFiles(reader: Reader, node: Node | undefined): FileSelection {
  const fields = readObject(reader, node, fileKeys, "files");
  return defined({
    include: readStrings(reader, fields.get("include")),
    exclude: readStrings(reader, fields.get("exclude")),
  });
}

function readLint(reader: Reader, node: Node | undefined): LintSettings {
  const fields = readObject(reader, node, lintKeys, "lint");
  return {
    rules: readRules(reader, fields.get("rules")),
    ...defined({
      allowPragmas: readBoolean(reader, fields.get("allow-pragmas")),
      maxDiagnostics: readCount(reader, fields.get("max-diagnostics")),
      errorOnWarnings: readBoolean(reader, fields.get("error-on-warnings")),
      baseline: readString(reader, fields.get("baseline")),
    }),
  };
}

function readOverride(reader: Reader, node: Node): Override {
  const fields = readObject(reader, node, overrideKeys, "an override");
  if (!fields.has("files")) reader.report(node, 'an override needs "files"');
  return {
    files: readStrings(reader, fields.get("files")) ?? [],
    rules: readRules(reader, fields.get("rules")),
  };
}

function readRules(reader: Reader, node: Node | undefined): Readonly<Record<string, Severity | "off">> {
  const result: Record<string, Severity | "off"> = {};
  for (const [key, value] of readProperties(reader, node)) {
    const rule = tryFindRule(key.text);
    if (!rule) {
      const near = didYouMean(
        key.text,
        rules.flatMap(({ number, name }) => [number, name]),
      );
      reader.report(key.node, `no rule is called "${key.text}"${near ? `; did you mean "${near}"?` : ""}`);
      continue;
    }
    const severity = readString(reader, value);
    if (severity === undefined) continue;
    if (!isSeverity(severity)) {
      reader.report(value, `"${severity}" is none of ${severities.join(", ")}`);
    } else if (rule.fatal && severity !== "error") {
      reader.report(value, `${rule.number} cannot be lowered: Ollama refuses such a file`);
    } else result[rule.number] = severity;
  }
  return result;
}

function isSeverity(text: string): text is Severity | "off" {
  return (severities as readonly string[]).includes(text);
}

interface Key {
  readonly text: string;
  readonly node: Node;
}

function readProperties(reader: Reader, node: Node | undefined): [Key, Node][] {
  if (!node) return [];
  if (node.type !== "object") {
    reader.report(node, "expected an object { … }");
    return [];
  }
  return (node.children ?? []).flatMap((property): [Key, Node][] => {
    const [key, value] = property.children ?? [];
    return key && value ? [[{ text: getNodeValue(key) as string, node: key }, value]] : [];
  });
}

function readObject(
  reader: Reader,
  node: Node | undefined,
  known: Readonly<Record<string, string>>,
  what: string,
): ReadonlyMap<string, Node> {
  const fields = new Map<string, Node>();
  for (const [key, value] of readProperties(reader, node)) {
    if (!Object.hasOwn(known, key.text)) {
      const near = didYouMean(key.text, Object.keys(known));
      reader.report(key.node, `${what} has no "${key.text}"${near ? `; did you mean "${near}"?` : ""}`);
    } else if (fields.has(key.text)) reader.report(key.node, `"${key.text}" is given twice`);
    else fields.set(key.text, value);
  }
  return fields;
}

function readArray(reader: Reader, node: Node | undefined): readonly Node[] {
  if (node && node.type !== "array") reader.report(node, "expected a list [ … ]");
  return node?.type === "array" ? (node.children ?? []) : [];
}

function readStrings(reader: Reader, node: Node | undefined): readonly string[] | undefined {
  if (!node) return undefined;
  return readArray(reader, node).flatMap((item) => readString(reader, item) ?? []);
}

function readString(reader: Reader, node: Node | undefined): string | undefined {
  return readScalar(reader, node, "string", "a string");
}

function readBoolean(reader: Reader, node: Node | undefined): boolean | undefined {
  return readScalar(reader, node, "boolean", "true or false");
}

function readCount(reader: Reader, node: Node | undefined): number | undefined {
  const value = readScalar<number>(reader, node, "number", "a number");
  if (value === undefined || (Number.isInteger(value) && value >= 0)) return value;
  reader.report(node, "expected a whole number, 0 or more");
  return undefined;
}

function readScalar<T>(
  reader: Reader,
  node: Node | undefined,
  type: Node["type"],
  what: string,
): T | undefined {
  if (!node) return undefined;
  if (node.type === type) return getNodeValue(node) as T;
  reader.report(node, `expected ${what}`);
  return undefined;
}

/** Without the keys whose value is undefined. */
function defined<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}

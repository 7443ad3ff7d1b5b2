import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import {
  compileGoTemplate,
  decodeGoText,
  encodeGoText,
  type GoFunc,
  type GoTemplateTree,
  type MissingKey,
  parseGoTemplate,
  printNode,
  renderGoTemplate,
  toWellFormed,
} from "../../../src/language/gotemplate/index.js";
import { goldenFunctions } from "../gotemplate/functions.js";
import { readValue, type TypedJson } from "../gotemplate/readValue.js";
import type { CaseResult } from "./caseResult.js";

/** A recorded case: a template with its data, and what Go made of it. */
export interface GoTemplateCase {
  readonly id: string;
  readonly name: string;
  readonly template: string;
  readonly template_b64?: string;
  readonly files?: readonly (readonly [name: string, text: string])[];
  readonly exec?: string;
  readonly data: TypedJson;
  readonly funcs?: readonly string[];
  readonly option?: string;
  readonly delims?: readonly [left: string, right: string];
}

/** What comes out, in the fields of the recording. */
export interface GoTemplateOutcome {
  readonly output?: string;
  readonly output_b64?: string;
  readonly output_sha256?: string;
  readonly output_len?: number;
  readonly parse_error?: string;
  readonly exec_error?: string;
  readonly partial?: string;
  readonly tree?: string;
  readonly defined?: Readonly<Record<string, string>>;
}

/** Runs every line of a cases.jsonl. */
export async function* runCases(path: string): AsyncIterable<CaseResult> {
  const file = statSync(path).isDirectory() ? join(path, "cases.jsonl") : path;
  for (const line of readFileSync(file, "utf8").split("\n")) {
    if (line.trim()) yield judge(JSON.parse(line) as GoTemplateCase & GoTemplateOutcome);
  }
}

export function judge(recorded: GoTemplateCase & GoTemplateOutcome): CaseResult {
  const want = outcomeOf(recorded);
  const got = runCase(recorded);
  const comparable = recorded.output_sha256 === undefined ? got : hashed(got);
  return { id: recorded.id, ok: stable(comparable) === stable(want), got: comparable, want };
}

function outcomeOf(recorded: GoTemplateOutcome): GoTemplateOutcome {
  const { output, output_b64, output_sha256, output_len, parse_error, exec_error, partial, tree, defined } =
    recorded;
  return withoutAbsent({
    output,
    output_b64,
    output_sha256,
    output_len,
    parse_error,
    exec_error,
    partial,
    tree,
    defined,
  });
}

function withoutAbsent(
  outcome: { [K in keyof GoTemplateOutcome]: GoTemplateOutcome[K] | undefined },
): GoTemplateOutcome {
  return Object.fromEntries(Object.entries(outcome).filter(([, value]) => value !== undefined));
}

function stable(outcome: GoTemplateOutcome): string {
  return JSON.stringify(
    Object.entries(outcome).sort(([a], [b]) => (a < b ? -1 : 1)),
    (_, value: unknown) =>
      typeof value === "object" && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
        : value,
  );
}

export function runCase(recorded: GoTemplateCase): GoTemplateOutcome {
  const functions = new Map<string, GoFunc>();
  for (const name of recorded.funcs ?? []) {
    const func = goldenFunctions.get(name);
    if (func === undefined) throw new Error(`unknown function ${name}`);
    functions.set(name, func);
  }
  const text =
    recorded.template_b64 === undefined
      ? recorded.template
      : decodeGoText(Buffer.from(recorded.template_b64, "base64"));
  const options = {
    functions: functions.keys(),
    ...(recorded.delims === undefined ? {} : { delimiters: recorded.delims }),
  };
  const trees: GoTemplateTree[] = [];
  for (const [name, source] of [...(recorded.files ?? []), [recorded.name, text] as const]) {
    const parsed = parseGoTemplate(source, { ...options, functions: functions.keys(), name });
    if (parsed.kind === "error") return { parse_error: parsed.message };
    trees.push(parsed.tree);
  }
  const [first, ...rest] = trees;
  if (first === undefined) throw new Error("no template");
  const template = compileGoTemplate([first, ...rest], functions);
  const result = renderGoTemplate(template, readValue(recorded.data), {
    missingKey: missingKeyOf(recorded.option),
    ...(recorded.exec === undefined ? {} : { template: recorded.exec }),
  });
  const printed: Record<string, string> = {};
  for (const [name, program] of template.programs) printed[name] = printNode(program.tree.root);
  const { [recorded.name]: tree, ...defined } = printed;
  const parts = withoutAbsent({
    tree: decodable(tree),
    defined: Object.keys(defined).length > 0 ? defined : undefined,
  });
  if (result.kind === "error") {
    return {
      ...parts,
      exec_error: result.message,
      ...(result.partial === "" ? {} : { partial: toWellFormed(result.partial) }),
    };
  }
  return { ...parts, ...outputOf(result.text) };
}

/** Only a tree that is valid UTF-8 is recorded. */
function decodable(text: string | undefined): string | undefined {
  return text !== undefined && /\p{Surrogate}/u.test(text) ? undefined : text;
}

function outputOf(text: string): GoTemplateOutcome {
  if (!/\p{Surrogate}/u.test(text)) return { output: text };
  return { output_b64: Buffer.from(encodeGoText(text)).toString("base64") };
}

function hashed({ output = "", ...rest }: GoTemplateOutcome): GoTemplateOutcome {
  const bytes = encodeGoText(output);
  return {
    ...rest,
    output_len: bytes.length,
    output_sha256: createHash("sha256").update(bytes).digest("hex"),
  };
}

function missingKeyOf(option: string | undefined): MissingKey {
  const value = option?.split("=")[1];
  return value === "zero" || value === "error" ? value : "default";
}

import { compareDiagnostics, type Diagnostic, type Severity } from "../diagnostics/diagnostic.js";
import { parseModelfile } from "../modelfile/parseModelfile.js";
import type { ModelfileTree } from "../modelfile/tree.js";
import type { SourceFile } from "../text/sourceFile.js";
import { keyOfRule } from "./findSilenced.js";
import { judgePragmas } from "./judgePragmas.js";
import { createLintFile, type LintFile } from "./lintFile.js";
import { type ModelPeek, noPeek } from "./modelPeek.js";
import { anyKnown, isInRange, type OllamaRange } from "./ollamaVersion.js";
import { readPragmas } from "./pragmas.js";
import { diagnosticOf, type Rule } from "./rule.js";
import { rules as allRules } from "./rules.js";
import { watchPeek } from "./watchPeek.js";

export interface LintOptions {
  readonly path?: string;
  /** Number or name of a rule to its severity; fatal rules keep theirs. */
  readonly severities?: ReadonlyMap<string, Severity | "off">;
  readonly ollama?: OllamaRange;
  readonly peek?: ModelPeek;
  readonly allowPragmas?: boolean;
}

export interface LintResult {
  readonly tree: ModelfileTree;
  readonly diagnostics: readonly Diagnostic[];
}

/** Finds what is wrong in a Modelfile. Pure: what it may know of the world comes through `peek`. */
export function lintModelfile(
  input: string | Uint8Array | SourceFile | ModelfileTree,
  options: LintOptions = {},
): LintResult {
  const tree =
    typeof input === "object" && "instructions" in input ? input : parseModelfile(input, options.path);
  const allowPragmas = options.allowPragmas ?? true;
  const pragmas = readPragmas(tree, keyOfRule);
  const watched = watchPeek(options.peek ?? noPeek);
  const file = createLintFile(tree, {
    peek: watched.peek,
    ollama: options.ollama ?? anyKnown,
    pragmas: pragmas.filter((pragma) => pragma.kind !== "malformed"),
    allowPragmas,
  });
  const severityOf = (rule: Rule): Severity | "off" => {
    if (rule.fatal) return rule.severity;
    const chosen =
      options.severities?.get(rule.number) ?? options.severities?.get(rule.name) ?? rule.severity;
    return isInRange(file.ollama, rule.since, rule.until) ? chosen : "off";
  };
  const found: Diagnostic[] = [];
  const unsure = new Set<Rule>();
  // Another tool's file has only one thing wrong with it.
  for (const rule of file.foreign ? foreignRules : allRules) {
    const severity = severityOf(rule);
    const before = watched.unanswered();
    if (severity !== "off") runRule(rule, severity, file, found);
    if (severity === "off" || watched.unanswered() > before) unsure.add(rule);
  }
  if (file.foreign) return { tree, diagnostics: found };
  const judged = judgePragmas({ text: file.text, found, pragmas, allowPragmas, severityOf, unsure });
  return { tree, diagnostics: judged.sort(compareDiagnostics) };
}

const foreignRules = allRules.filter(({ name }) => name === "foreign-file");

function runRule(rule: Rule, severity: Severity, file: LintFile, found: Diagnostic[]): void {
  rule.check(file, (finding) => found.push(diagnosticOf(rule, severity, finding)));
}
